import type { Award, Certificate, CertificateDetail, IssueRun, PersonGates } from './api';
import type { Schema } from '@/api/contract';

export const EVENT = '0198a000-0000-7000-8000-00000000e001';
const learner = (nth: number) => `0198a000-0000-7000-8000-00000000f00${String(nth)}`;
const registration = (nth: number) => `0198a000-0000-7000-8000-00000000a00${String(nth)}`;

export const SUMMARY: Schema<'GateSummary'> = { registered: 124, ready: 118, missing: 4, issued: 2, differs: 1, rendering: 0 };

export function aPerson(change: Partial<PersonGates> = {}): PersonGates {
  return {
    learner_id: learner(1),
    registration_id: registration(1),
    full_name: 'Łukasz Żółć',
    email: 'lukasz@example.org',
    all_met: true,
    settled: true,
    counted_seconds: 6240,
    scheduled_seconds: 7200,
    gates: [{ gate: 'presence', state: 'met', text: '104 of 120 minutes were attended.', next_step: null, waivable: true }],
    credits: [
      {
        designation_id: '0198a000-0000-7000-8000-00000000d001', session_id: null, credit_type: 'External', body: 'RCP', unit: 'credits', credits: 2000, credits_text: '2',
        max_credits: 2400, lines: [], derivation: '104 of 120 min (86.6 %, 80 % needed) · 50-min unit: 2.08 · fifths, rounded down → 2', steps: [],
      },
    ],
    certificates: [],
    differences: [],
    outcome: null,
    outcome_code: null,
    evaluated_at: '2026-11-20T20:00:00Z',
    ...change,
  };
}

export const HELD = aPerson({
  learner_id: learner(2),
  registration_id: registration(2),
  full_name: 'Maya Lindqvist',
  email: 'maya@example.org',
  all_met: false,
  counted_seconds: 2700,
  credits: [],
  gates: [
    { gate: 'presence', state: 'open', text: '45 of 120 minutes were attended, 96 are needed.', next_step: 'Correct the presence if it was measured wrongly.', waivable: true },
    { gate: 'designation', state: 'met', text: 'RCP approved the credit.', next_step: null, waivable: false },
  ],
});

export const DIFFERING = aPerson({
  differences: [{ award_id: '0198a000-0000-7000-8000-00000000c001', designation_id: '0198a000-0000-7000-8000-00000000d001', awarded: 2000, computed: 1600, credit_type: 'External', text: 'Given 2 credits; the facts give 1.6 now.' }],
});

export function aCertificate(change: Partial<Certificate> = {}): Certificate {
  return {
    id: '0198a000-0000-7000-8000-00000000b001',
    number: 'APS-2026-000042',
    code: '7K2M-9QXR-4TNB-HC3S',
    learner_id: learner(1),
    registration_id: registration(1),
    full_name: 'Łukasz Żółć',
    title: 'Renal transplant pathology',
    offering: `event-${EVENT}`,
    kind: 'credit',
    status: 'active',
    expired: false,
    revision: 1,
    credits: [{ credits: 2000, credits_text: '2', unit: 'credits', credit_type: 'External', body: 'RCP' }],
    issued_at: '2026-11-20T20:01:00Z',
    expires_on: null,
    ready: true,
    revoked_at: null,
    revoke_reason: null,
    revoke_note: null,
    supersedes_id: null,
    replaced_by: null,
    verify_url: 'https://accredit.example/verify/7K2M-9QXR-4TNB-HC3S',
    ...change,
  };
}

export const REVOKED = aCertificate({ status: 'revoked', revoked_at: '2026-11-22T09:00:00Z', revoke_reason: 'issued_in_error', revoke_note: 'Wrong person' });

export const detailOf = (certificate: Certificate): CertificateDetail => ({
  ...certificate,
  snapshot_fields: [
    { key: 'full_name', label: 'Name', text: certificate.full_name ?? '' },
    { key: 'offering_title', label: 'Activity', text: certificate.title },
    { key: 'credits', label: 'Credits', text: '2 credits, RCP external' },
  ],
  changes: [{ from: null, to: 'active', reason: null, at: certificate.issued_at, by: null }],
});

export function aRun(change: Partial<IssueRun> = {}): IssueRun {
  return {
    id: '0198a000-0000-7000-8000-000000000fff', offering: `event-${EVENT}`, wanted: 118, issued: 118, exists: 0, gated: 0, refused: 0, held_by_limit: 0, open: 0,
    finished_at: '2026-11-20T20:02:00Z', items: [], ...change,
  };
}

export const AWARD: Award = {
  id: '0198a000-0000-7000-8000-00000000c001', learner_id: learner(1), full_name: 'Łukasz Żółć', credit_type: 'External', body: 'RCP', unit: 'credits', credits: 2000,
  credits_text: '2', max_credits: 2400, activity_date: '2026-11-20', method: 'live_online', status: 'active', supersedes_id: null,
  derivation: '104 of 120 min (86.6 %, 80 % needed) · 50-min unit: 2.08 · fifths, rounded down → 2', created_at: '2026-11-20T20:01:00Z',
};
