import type { Endpoint } from '@/api/contract';

type One = { id: string };
type Of = { offering: string };

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/certificates': {
      get: Endpoint<{
        query?: { offering?: string; status?: string; q?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['Certificate'][]; next_cursor: string | null };
      }>;
    };
    '/api/v1/certificates/export.csv': { get: Endpoint<{ query?: { offering?: string }; reply: string }> };
    '/api/v1/certificates/{id}': { get: Endpoint<{ path: One; reply: PendingSchemas['CertificateDetail'] }> };
    '/api/v1/certificates/{id}/revoke': {
      post: Endpoint<{ path: One; body: { reason: string; note?: string; keep_awards?: boolean }; reply: PendingSchemas['Certificate'] }>;
    };
    '/api/v1/certificates/{id}/reissue': {
      post: Endpoint<{ path: One; body: { name?: string; template_id?: string; reason: string }; reply: PendingSchemas['Certificate'] }>;
    };
    '/api/v1/certificates/{id}/resend': { post: Endpoint<{ path: One; reply: object }> };
    '/api/v1/certificates/gates/{offering}': {
      get: Endpoint<{
        path: Of;
        query?: { state?: string; q?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['PersonGates'][]; next_cursor: string | null };
      }>;
    };
    '/api/v1/certificates/gates/{offering}/summary': { get: Endpoint<{ path: Of; reply: PendingSchemas['GateSummary'] }> };
    '/api/v1/certificates/gates/{offering}/waive': {
      post: Endpoint<{ path: Of; body: { learner_ids: string[]; gate: string; reason: string }; reply: { waived: number } }>;
    };
    '/api/v1/certificates/settings/{offering}': {
      get: Endpoint<{ path: Of; reply: PendingSchemas['CertificateSettings'] }>;
      put: Endpoint<{ path: Of; body: PendingSchemas['CertificateSettings']; reply: PendingSchemas['CertificateSettings'] }>;
    };
    '/api/v1/certificates/templates': { get: Endpoint<{ reply: { data: PendingSchemas['CertificateTemplate'][] } }> };
    '/api/v1/certificates/awards/{id}/correct': { post: Endpoint<{ path: One; body: { reason: string }; reply: object }> };
    '/api/v1/certificates/issue': {
      post: Endpoint<{ body: { offering: string; learner_ids?: string[]; all_eligible?: boolean; dry_run?: boolean }; reply: PendingSchemas['IssueRun'] }>;
    };
    '/api/v1/certificates/runs/{id}': { get: Endpoint<{ path: One; reply: PendingSchemas['IssueRun'] }> };
  }
  interface PendingSchemas {
    CertificateStatus: 'active' | 'superseded' | 'revoked' | 'erased';
    CertificateCredit: { credits: number; credits_text: string; unit: string; credit_type: string; body: string };
    Certificate: {
      id: string;
      number: string;
      code: string;
      learner_id: string;
      registration_id: string | null;
      full_name: string | null;
      title: string;
      offering: string;
      kind: 'credit' | 'attendance';
      status: PendingSchemas['CertificateStatus'];
      expired: boolean;
      revision: number;
      credits: PendingSchemas['CertificateCredit'][];
      issued_at: string;
      expires_on: string | null;
      ready: boolean;
      revoked_at: string | null;
      revoke_reason: string | null;
      supersedes_id: string | null;
      verify_url: string;
    };
    CertificateDetail: PendingSchemas['Certificate'] & {
      snapshot_fields: { key: string; label: string; text: string }[];
      changes: { from: string | null; to: string; reason: string | null; at: string; by: string | null }[];
      replaced_by: string | null;
    };
    Gate: { gate: string; state: 'met' | 'open' | 'pending' | 'waived' | 'not_required'; text: string; next_step: string | null; waivable: boolean };
    ComputedCredit: {
      designation_id: string; session_id: string | null; credit_type: string; body: string; unit: string;
      credits: number; credits_text: string; max_credits: number; derivation: string;
    };
    PersonGates: {
      learner_id: string | null;
      registration_id: string;
      full_name: string | null;
      email: string | null;
      all_met: boolean;
      settled: boolean;
      counted_seconds: number;
      scheduled_seconds: number;
      gates: PendingSchemas['Gate'][];
      credits: PendingSchemas['ComputedCredit'][];
      certificates: { id: string; number: string; code: string; status: PendingSchemas['CertificateStatus']; kind: 'credit' | 'attendance'; ready: boolean; issued_at: string }[];
      difference: { award_id: string; credit_type: string; awarded: number; computed: number; text: string } | null;
      evaluated_at: string | null;
    };
    GateSummary: { registered: number; ready: number; missing: number; issued: number; differs: number; rendering: number };
    CertificateSettings: { enabled: boolean; template_id: string; auto_issue: boolean; hold_for_review: boolean; validity_months: number | null };
    CertificateTemplate: {
      id: string; code: string | null; name: string; built_in: boolean; is_default: boolean; page: string;
      orientation: 'landscape' | 'portrait'; locale: string; number: number;
    };
    IssueRun: {
      id: string | null; offering: string; wanted: number; issued: number; exists: number; gated: number; refused: number;
      held_by_limit: number; open: number; finished_at: string | null;
      items: { learner_id: string; full_name: string | null; outcome: string | null; code: string | null; certificate_id: string | null }[];
    };
  }
}
