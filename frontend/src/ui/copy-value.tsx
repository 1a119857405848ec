import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

interface Props {
  value: string;
  label?: string;
}

/** An id, code or link to take along; it can also be selected by hand. */
export function CopyValue({ value, label }: Props) {
  const t = useText(messages);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="inline-flex max-w-full items-center gap-2 rounded-control border border-line bg-sunken ps-3 text-14">
      {label !== undefined && <span className="shrink-0 text-ink-muted">{label}</span>}
      <code className="min-w-0 truncate font-mono text-ink select-all">{value}</code>
      <button
        type="button"
        className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-control px-2.5 font-semibold text-accent hover:bg-accent-soft pointer-coarse:h-11 [&_svg]:size-4"
        onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
      >
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
      </button>
    </span>
  );
}
