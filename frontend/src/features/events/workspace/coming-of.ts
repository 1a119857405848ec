import type { Event, Settings } from '@/features/events/api';

export interface Coming {
  id: string;
  what: 'registrationOpens' | 'registrationCloses' | 'cancelUntil' | 'reminder' | 'starts' | 'ends';
  at: string;
}

const before = (at: string, minutes: number): string => new Date(Date.parse(at) - minutes * 60_000).toISOString();

/** What the clock will do to an event from now on, in order. */
export function comingOf(event: Event, settings: Settings, now: Date): Coming[] {
  const all: (Coming | null)[] = [
    settings.registration_opens_at == null ? null : { id: 'opens', what: 'registrationOpens', at: settings.registration_opens_at },
    settings.registration_closes_at == null ? null : { id: 'closes', what: 'registrationCloses', at: settings.registration_closes_at },
    settings.cancel_until_minutes === 0
      ? null
      : { id: 'cancel', what: 'cancelUntil', at: before(event.starts_at, settings.cancel_until_minutes) },
    ...settings.reminders.map((minutes): Coming => ({ id: `reminder-${String(minutes)}`, what: 'reminder', at: before(event.starts_at, minutes) })),
    { id: 'starts', what: 'starts', at: event.starts_at },
    { id: 'ends', what: 'ends', at: event.ends_at },
  ];
  return all
    .filter((one) => one !== null)
    .filter(({ at }) => Date.parse(at) > now.getTime())
    .sort((one, two) => Date.parse(one.at) - Date.parse(two.at));
}
