import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { dismissToast, useToasts, type Toast } from '@/lib/toasts';

const ICONS = {
  info: <Info aria-hidden className="text-info" />,
  success: <CircleCheck aria-hidden className="text-success" />,
  warning: <TriangleAlert aria-hidden className="text-warning" />,
  danger: <CircleAlert aria-hidden className="text-danger" />,
};

export function Toaster({ undoLabel }: { undoLabel: string }) {
  const toasts = useToasts();
  return (
    <div className="pointer-events-none fixed inset-x-4 bottom-4 z-toast flex flex-col items-center gap-2 md:items-end print:hidden">
      {toasts.map((one) => (
        <ToastCard key={one.id} toast={one} undoLabel={undoLabel} />
      ))}
    </div>
  );
}

function ToastCard({ toast: { id, text, tone, undo }, undoLabel }: { toast: Toast; undoLabel: string }) {
  const t = useText(messages);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(id), undo ? 10_000 : 5_000);
    return () => clearTimeout(timer);
  }, [held, id, undo]);
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false), onFocus: () => setHeld(true), onBlur: () => setHeld(false) };
  return (
    <div
      {...hold}
      className="pointer-events-auto flex w-full max-w-md animate-rise items-center gap-3 rounded-control border border-line bg-raised py-1.5 ps-4 pe-1.5 shadow-floating [&>svg]:size-5 [&>svg]:shrink-0"
    >
      {ICONS[tone]}
      <p className="min-w-0 flex-1 py-1.5">{text}</p>
      {undo && (
        <button
          type="button"
          className="h-10 rounded-control px-3 font-semibold text-accent hover:bg-accent-soft"
          onClick={() => {
            undo();
            dismissToast(id);
          }}
        >
          {undoLabel}
        </button>
      )}
      <IconButton label={t('close')} icon={<X />} size="small" onClick={() => dismissToast(id)} />
    </div>
  );
}
