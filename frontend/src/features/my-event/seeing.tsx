import { Eye } from 'lucide-react';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

/** Who sees presence data, in one line (UX-48). */
export function Seeing({ organizer }: { organizer: string }) {
  const t = useText(messages);
  return (
    <p className="flex gap-2 text-14 text-ink-muted">
      <Eye aria-hidden className="mt-0.5 size-4 shrink-0" />
      {t('sees', { organizer })}
    </p>
  );
}
