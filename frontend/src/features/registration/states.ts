import type { EventDetails } from './api';
import { LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const at = '/events/renal-2027/register';
const question = 'GET /api/v1/discovery/events/:slug';
const open: EventDetails['registration'] = { open: true, closes_at: '2027-03-03T14:00:00Z', guests_allowed: true, waitlist: true, ticket_types: [], questions: [], cancel_until_minutes: 0 };

function event(change: Partial<EventDetails> = {}): EventDetails {
  return {
    id: 'e1', sequence: 0, slug: 'renal-2027', title: 'Renal pathology', type: 'webinar', format: 'online', status: 'published', visibility: 'public', noindex: false,
    time_zone: 'Europe/Zurich', starts_at: '2027-03-03T14:00:00Z', ends_at: '2027-03-03T16:00:00Z', starts_local: '2027-03-03T15:00:00+01:00',
    ends_local: '2027-03-03T17:00:00+01:00', languages: [], organizer: { name: 'APS', verified: false }, availability: 'open', credits: [],
    objectives: [], sessions: [], speakers: [], calendar_url: '/c.ics', schema_url: '/s.json', registration: open, ...change,
  };
}
const shown = (change: Partial<EventDetails>, who?: State['me']): State => ({ at, me: who, answers: { [question]: body(event(change)) } });

export const states: States = {
  guest: shown({}),
  'signed-in': shown({}, me()),
  waitlist: shown({ availability: 'waitlist' }),
  'sold-out': shown({ availability: 'sold_out' }),
  closed: shown({ availability: 'closed', registration: { ...open, open: false } }),
  'no-guests': shown({ registration: { ...open, guests_allowed: false } }),
  cancelled: shown({ status: 'cancelled', availability: 'closed', registration: { ...open, open: false } }),
  longest: shown({
    title: LONGEST,
    organizer: { name: LONGEST, verified: true },
    registration: { ...open, questions: [{ id: 'q1', label: LONGEST, help: LONGEST, kind: 'text', options: [], required: true, max: null }] },
  }),
  ...failuresOf(at, question),
};
