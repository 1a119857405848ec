import { Timer } from 'lucide-react';
import { useEffect, useState } from 'react';
import messages from './messages.en.json';
import { formatWhen, ownZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';

interface Props {
  /** When the hold ends, and what the server's clock said when that was received. */
  until: string;
  serverNow: string;
  receivedAt: number;
}

const MINUTE = 60;
/** Minutes at which the rest is spoken (UX-34). */
const SPOKEN = [5, 1];

/** Counts down by the server's clock: a device whose clock is wrong is told the same. */
export function HoldClock({ until, serverNow, receivedAt }: Props) {
  const t = useText(messages);
  const [local, setLocal] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setLocal(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const passed = Math.max(0, local - receivedAt);
  const left = Math.max(0, Math.floor((Date.parse(until) - Date.parse(serverNow) - passed) / 1000));
  const spoken = SPOKEN.find((minutes) => Math.ceil(left / MINUTE) === minutes);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Timer aria-hidden className="size-5 shrink-0" />
      <span role="timer" aria-label={t('left')} className="text-24 font-bold tabular-nums">
        {clock(left)}
      </span>
      <span>{left > 0 ? t('until', { when: formatWhen(until, ownZone(), 'time') }) : t('until.over')}</span>
      <span role="status" className="sr-only">
        {spoken !== undefined && t('left.spoken', { n: spoken })}
      </span>
    </p>
  );
}

/** "14:32", "1:02:09". */
function clock(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / MINUTE))}:${two(seconds % MINUTE)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}
