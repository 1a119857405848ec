import type { Endpoint } from '@/api/contract';

type One = { participant_id: string };

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/attendance': {
      get: Endpoint<{
        query: { event_id: string; session_id?: string; status?: string; present?: boolean; q?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['PersonPresence'][]; next_cursor?: string | null };
      }>;
    };
    '/api/v1/attendance/export.csv': { get: Endpoint<{ query: { event_id: string; session_id?: string; status?: string; q?: string }; reply: string }> };
    '/api/v1/attendance/adjustments': { post: Endpoint<{ body: PendingSchemas['Adjustment']; reply: PendingSchemas['PersonPresence'] }> };
    '/api/v1/attendance/adjustments/preview': {
      post: Endpoint<{ body: PendingSchemas['Adjustment']; reply: { before: PendingSchemas['PersonPresence']; after: PendingSchemas['PersonPresence'] } }>;
    };
    '/api/v1/attendance/participants': {
      get: Endpoint<{
        query: { event_id: string; matched?: 'no' | 'yes' | 'ignored'; q?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['Participant'][]; next_cursor?: string | null };
      }>;
    };
    '/api/v1/attendance/participants/{participant_id}/match': {
      post: Endpoint<{ path: One; body: { registration_id: string }; reply: PendingSchemas['Matched'] }>;
    };
    '/api/v1/attendance/participants/{participant_id}/unmatch': { post: Endpoint<{ path: One; body: { reason: string }; reply: PendingSchemas['Matched'] }> };
    '/api/v1/attendance/participants/{participant_id}/ignore': { post: Endpoint<{ path: One; body: object; reply: PendingSchemas['Matched'] }> };
    '/api/v1/attendance/participants/{participant_id}/restore': { post: Endpoint<{ path: One; body: object; reply: PendingSchemas['Matched'] }> };
    '/api/v1/attendance/roll-call': {
      post: Endpoint<{
        body: { session_id: string; marks: { registration_id: string; mark: 'present' | 'absent' | 'excused' }[] };
        reply: { people: PendingSchemas['PersonPresence'][] };
      }>;
    };
    '/api/v1/attendance/imports': {
      post: Endpoint<{
        query: { event_id: string; session_id?: string; time_zone?: string; date_order?: 'day_first' | 'month_first'; file_name?: string };
        body: Blob;
        reply: PendingSchemas['ReportImport'];
      }>;
    };
    '/api/v1/attendance/imports/{import_id}/commit': { post: Endpoint<{ path: { import_id: string }; body: object; reply: PendingSchemas['ReportImport'] }> };
    '/api/v1/attendance/reports/pull': { post: Endpoint<{ body: { event_id: string }; reply: { job_id: string } }> };
  }
  interface PendingSchemas {
    PresenceStatus: 'pending' | 'met' | 'not_met' | 'excused';
    Interval: { from: string; to: string };
    PresenceLane: { source: 'zoom' | 'report' | 'csv' | 'roll_call' | 'manual'; mode: 'online' | 'in_person'; intervals: PendingSchemas['Interval'][] };
    SessionPresence: {
      session_id: string;
      title: string;
      window: PendingSchemas['Interval'];
      breaks: PendingSchemas['Interval'][];
      counted_seconds: number;
      window_seconds: number;
      needed_seconds: number;
      percent: number;
      mode: 'online' | 'in_person' | 'mixed' | 'none';
      status: PendingSchemas['PresenceStatus'];
      first_in?: string | null;
      last_out?: string | null;
      counted: PendingSchemas['Interval'][];
      lanes: PendingSchemas['PresenceLane'][];
      flags: string[];
    };
    PersonPresence: {
      registration_id: string;
      full_name?: string | null;
      email?: string | null;
      mode: 'online' | 'in_person';
      counted_seconds: number;
      window_seconds: number;
      percent: number;
      sessions_met: number;
      status: PendingSchemas['PresenceStatus'];
      overridden: boolean;
      settled_at?: string | null;
      present: boolean;
      clicked_at?: string | null;
      sessions: PendingSchemas['SessionPresence'][];
    };
    Adjustment: {
      registration_id: string;
      session_id?: string;
      kind: 'add' | 'remove' | 'void_segment' | 'excuse' | 'override_met' | 'override_not_met' | 'clear_override';
      from?: string;
      to?: string;
      segment_id?: string;
      reason: string;
    };
    Suggestion: { registration_id: string; full_name?: string | null; email?: string | null; score: number; reasons: string[] };
    Participant: {
      id: string;
      event_id: string;
      session_id?: string | null;
      source: string;
      role: 'attendee' | 'panelist' | 'host';
      display_name?: string | null;
      email?: string | null;
      segments: { from?: string | null; to?: string | null }[];
      total_seconds: number;
      matched_by?: string | null;
      registration_id?: string | null;
      registration_name?: string | null;
      ignored_at?: string | null;
      claim?: { registration_id: string; full_name?: string | null } | null;
      suggestions: PendingSchemas['Suggestion'][];
    };
    Matched: { participant: PendingSchemas['Participant']; people: PendingSchemas['PersonPresence'][] };
    ReportImport: {
      id: string;
      event_id: string;
      file_name?: string | null;
      layout: 'meeting' | 'webinar';
      rows: number;
      skipped: { waiting_room: number; not_attended: number; empty: number; repeated: number };
      people: number;
      matched: number;
      unmatched: number;
      warnings: { line?: number | null; code: string; text: string }[];
      changes: {
        registration_id: string; full_name?: string | null; before_seconds: number; after_seconds: number;
        before: PendingSchemas['PresenceStatus']; after: PendingSchemas['PresenceStatus'];
      }[];
      committed_at?: string | null;
    };
  }
}
