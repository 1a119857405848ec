import { useEffect, useState } from 'react';
import type { JoinState, Personal } from './api';

export type Phase = 'before' | 'during' | 'after';

const DOORS_MS = 15 * 60_000;

/** Which of its three faces the page shows; the server's clock decides wherever it speaks. */
export function phaseOf({ event }: Personal, join: JoinState | undefined, now: Date): Phase {
  if (['completed', 'closed', 'cancelled'].includes(event.status)) return 'after';
  if (join) return join.phase === 'early' ? 'before' : join.phase === 'open' ? 'during' : 'after';
  if (now.getTime() > Date.parse(event.ends_at)) return 'after';
  if (event.status === 'live' || now.getTime() >= Date.parse(event.starts_at) - DOORS_MS) return 'during';
  return 'before';
}

/** The server's time, ticking; a device whose clock is wrong counts down rightly all the same. */
export function useServerNow(join: JoinState | undefined, receivedAt: number): Date {
  const [local, setLocal] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setLocal(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return new Date(local + (join ? Date.parse(join.now) - receivedAt : 0));
}
