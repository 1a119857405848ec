import type { JoinState, Personal, PersonGates } from './api';

export function aPlace(change: Partial<Personal['registration']> = {}, event: Partial<Personal['event']> = {}): Personal {
  return {
    registration: {
      id: 'r1', status: 'confirmed', mode: 'online', email: 'ana@example.org', full_name: 'Ana Kos', name_shown: 'full', can_cancel: true,
      cancel_closes_at: '2027-03-03T14:00:00Z', can_edit: true, can_transfer: true, ticket_type_id: 't1', session_ids: [], unnamed: false, answers: [], version: 3, ...change,
    },
    questions: [],
    event: {
      id: 'e1', slug: 'renal-2027', title: 'Renal pathology', type: 'webinar', format: 'online', status: 'published', visibility: 'public',
      time_zone: 'Europe/Zurich', starts_at: '2027-03-03T14:00:00Z', ends_at: '2027-03-03T16:00:00Z',
      starts_local: '2027-03-03T15:00:00+01:00', ends_local: '2027-03-03T17:00:00+01:00', organizer: { id: 'o1', name: 'APS', slug: 'aps' },
      sessions: [], ...event,
    },
    join: { url: '/api/v1/attendance/join/k.j.m', kind: 'zoom', opens_at: '2027-03-03T13:45:00Z', closes_at: '2027-03-03T16:00:00Z' },
    calendar_url: '/cal.ics',
    token: 'k.1.m',
    party: [],
  };
}

export function aJoin(change: Partial<JoinState> = {}): JoinState {
  return {
    phase: 'early', now: '2027-03-01T14:00:00Z', opens_at: '2027-03-03T13:45:00Z', closes_at: '2027-03-03T16:00:00Z',
    event: { id: 'e1', slug: 'renal-2027', title: 'Renal pathology', time_zone: 'Europe/Zurich', starts_at: '2027-03-03T14:00:00Z', ends_at: '2027-03-03T16:00:00Z', status: 'published' },
    registration_id: 'r1', full_name: 'Ana Kos', way: 'zoom', ready: true, seen: false, unseen_warning: false, counted_seconds: 0,
    window_seconds: 7200, needed_seconds: 5760, status: 'pending', settled: false, ...change,
  };
}

export function someGates(change: Partial<PersonGates> = {}): PersonGates {
  return {
    learner_id: 'l1', registration_id: 'r1', full_name: 'Ana Kos', email: null, all_met: true, settled: true, counted_seconds: 6240, scheduled_seconds: 7200,
    gates: [{ gate: 'presence', state: 'met', text: '104 of 96 min.', next_step: null, waivable: false }],
    credits: [
      { designation_id: 'd1', session_id: null, credit_type: 'external', body: 'RCPath', unit: 'credits', credits: 2000, credits_text: '2.0', max_credits: 2000, derivation: '104 of 120 min · 50-min unit → 2.0', lines: [], steps: [] },
    ],
    certificates: [{ id: 'c1', number: 'CPD-2027-000001', code: '7K2M-9QXR-4TNB-HC3S', status: 'active', kind: 'credit', ready: true, issued_at: '2027-03-03T16:01:00Z' }],
    differences: [],
    outcome: null,
    outcome_code: null,
    evaluated_at: '2027-03-03T16:01:00Z',
    ...change,
  };
}

/** A seat that was booked with the own one. */
export function aSeat(change: Partial<Personal['party'][number]> = {}): Personal['party'][number] {
  return {
    id: 'r2', status: 'confirmed', mode: 'online', ticket_type_id: 't1', ticket: 'Seat', email: null, full_name: null, unnamed: true, can_name: true, ...change,
  };
}
