/** An evening of 90 minutes with a break of 10, and who was seen at it; tests change what they are about. */
import type { Detail, Event, Person, Policy, Session, SessionResult } from './api';
import type { Participant } from './triage/participants';
import type { Schema } from '@/api/contract';

export const EVENT_ID = '0198a000-0000-7000-8000-00000000e001';
const SESSION_ID = '0198a000-0000-7000-8000-00000000f001';
const TITLE = 'Acute kidney injury: an update';
export const WINDOW = { from: '2026-10-14T17:00:00Z', to: '2026-10-14T18:30:00Z' };
const BREAK = { from: '2026-10-14T17:40:00Z', to: '2026-10-14T17:50:00Z' };

export function anEvent(change: Partial<Event> = {}): Event {
  return {
    id: EVENT_ID, title: TITLE, slug: 'aki', public_path: '/events/aki', type: 'webinar', format: 'online', visibility: 'public', status: 'completed',
    time_zone: 'Europe/London', starts_at: WINDOW.from, ends_at: WINDOW.to, starts_local: '2026-10-14T18:00:00+01:00', ends_local: '2026-10-14T19:30:00+01:00',
    counts: { confirmed: 3, waitlisted: 0, offered: 0, held: 0, requested: 0, cancelled: 0 }, seats_taken: 3, sequence: 0, session_count: 1, waitlist_max: 0,
    languages: ['en'], objectives: [], missing: [], warnings: [], zoom_planned: true,
    created_at: '2026-10-01T10:00:00Z', updated_at: '2026-10-01T10:00:00Z', version: 3,
    ...change,
  };
}

export const A_SESSION: Session = {
  id: SESSION_ID, title: TITLE, starts_at: WINDOW.from, ends_at: WINDOW.to, starts_local: '2026-10-14T18:00:00+01:00', ends_local: '2026-10-14T19:30:00+01:00',
  breaks: [{ starts_at: BREAK.from, ends_at: BREAK.to }], mandatory: true, creditable: true, own_meeting: false, mode: 'online', position: 0, version: 1,
};

export const POLICY: Policy = {
  criterion: 'all_mandatory', criterion_value: null, min_percent: 80, min_minutes: 0, gap_grace_seconds: 60, edge_grace_seconds: 300, missing_exit: 'window_end', excused: 'ignored',
};

/** Left at 18:50 local time and came back after the break, 3 s short of what is needed. */
export function aResult(change: Partial<SessionResult> = {}): SessionResult {
  return {
    session_id: SESSION_ID, title: TITLE, window: WINDOW, breaks: [BREAK], counted_seconds: 3837, window_seconds: 4800, needed_seconds: 3840, percent: 79,
    mode: 'online', status: 'not_met', first_in: WINDOW.from, last_out: '2026-10-14T18:13:57Z',
    counted: [{ from: WINDOW.from, to: BREAK.from }, { from: BREAK.to, to: '2026-10-14T18:13:57Z' }],
    lanes: [{ source: 'zoom', mode: 'online', intervals: [{ from: '2026-10-14T16:55:00Z', to: '2026-10-14T18:13:57Z' }] }],
    flags: [],
    ...change,
  };
}

export function aPerson(change: Partial<Person> = {}): Person {
  return {
    registration_id: 'r1', full_name: 'Łukasz Żółć', email: 'lukasz@example.org', mode: 'online', counted_seconds: 3837, window_seconds: 4800, percent: 79,
    sessions_met: 0, status: 'not_met', overridden: false, settled_at: '2026-10-14T19:00:00Z', present: false, clicked_at: null, sessions: [aResult()],
    ...change,
  };
}

export const MET = aPerson({
  registration_id: 'r2', full_name: 'Ana Costa', email: 'ana@example.org', counted_seconds: 4800, percent: 100, sessions_met: 1, status: 'met',
  sessions: [aResult({ counted_seconds: 4800, percent: 100, status: 'met', counted: [{ from: WINDOW.from, to: BREAK.from }, { from: BREAK.to, to: WINDOW.to }], flags: ['missing_from_report'] })],
});

export const UNSEEN = aPerson({
  registration_id: 'r3', full_name: null, email: 'nobody@example.org', counted_seconds: 0, percent: 0,
  sessions: [aResult({ counted_seconds: 0, percent: 0, mode: 'none', counted: [], lanes: [], first_in: null, last_out: null })],
});

export function aDetail(change: Partial<Detail> = {}): Detail {
  return {
    event: { id: EVENT_ID, title: TITLE, time_zone: 'Europe/London', starts_at: WINDOW.from, ends_at: WINDOW.to, status: 'completed' },
    person: aPerson(),
    policy: { criterion: 'all_mandatory', criterion_value: null, min_percent: 80, min_minutes: 0, gap_grace_seconds: 60, edge_grace_seconds: 300 },
    segments: [
      { id: 's1', participant_id: 'p1', session_id: null, source: 'zoom', mode: 'online', from: '2026-10-14T16:55:00Z', to: '2026-10-14T18:13:57Z', counts: true, voided: false, display_name: 'Lukas', flags: [] },
    ],
    adjustments: [],
    reading: [
      {
        session_id: SESSION_ID,
        steps: [
          { rule: 'united', seconds: 4737, text: '' },
          { rule: 'bridged', seconds: 4737, text: '' },
          { rule: 'clipped', seconds: 4437, text: '' },
          { rule: 'breaks', seconds: 3837, text: '' },
        ],
      },
    ],
    missing: [{ code: 'too-few-minutes', text: `${TITLE}: 1 more min are needed.`, session_id: SESSION_ID, seconds: 3 }],
    sees: 'The organizer of the event sees these times.',
    ...change,
  };
}

export function closingOf(unmatched: number): Schema<'Closing'> {
  return {
    event: { id: EVENT_ID, title: TITLE, status: 'completed', ends_at: WINDOW.to, time_zone: 'Europe/London' },
    can_close: true,
    blocked_by: [],
    funnel: { registered: 3, joined: 2, met: 1, certified: 0 },
    gaps: [{ kind: 'unmatched_names', count: unmatched, people: [] }],
  };
}

export function aParticipant(change: Partial<Participant> = {}): Participant {
  return {
    id: 'p7', event_id: EVENT_ID, session_id: null, source: 'zoom', role: 'attendee', display_name: 'iPad of Ana', email: null,
    segments: [{ from: '2026-10-14T17:03:00Z', to: '2026-10-14T17:33:00Z' }], total_seconds: 1800, matched_by: null, registration_id: null, registration_name: null,
    ignored_at: null, claim: null,
    suggestions: [
      { registration_id: 'r1', full_name: 'Łukasz Żółć', email: 'lukasz@example.org', score: 71, reasons: ['similar-name', 'clicked-just-before'] },
      { registration_id: 'r2', full_name: 'Ana Costa', email: 'ana@example.org', score: 55, reasons: ['similar-name'] },
    ],
    ...change,
  };
}

export const pageOf = <Row>(...data: Row[]) => ({ data, next_cursor: null });
