import type { Endpoint } from '@/api/contract';

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/attendance/registrations/{registration_id}': {
      get: Endpoint<{ path: { registration_id: string }; reply: PendingSchemas['PresenceDetail'] }>;
    };
  }
  interface PendingSchemas {
    PresenceDetail: {
      event: { id: string; title: string; time_zone: string; starts_at: string; ends_at: string; status: string };
      person: PendingSchemas['PersonPresence'];
      policy: {
        criterion: 'all_mandatory' | 'percent_of_sessions' | 'min_sessions' | 'total_minutes';
        criterion_value?: number | null;
        min_percent: number;
        min_minutes: number;
        gap_grace_seconds: number;
        edge_grace_seconds: number;
      };
      segments: {
        id: string; participant_id: string; session_id?: string | null; source: string; mode: string; from?: string | null; to?: string | null;
        counts: boolean; voided: boolean; display_name?: string | null; flags: string[];
      }[];
      adjustments: {
        id: string; kind: string; session_id?: string | null; from?: string | null; to?: string | null; segment_id?: string | null;
        reason: string; actor_name?: string | null; at: string;
      }[];
      reading: { session_id: string; steps: { rule: string; seconds: number; text: string }[] }[];
      missing: { code: string; text: string; session_id?: string | null; seconds?: number | null }[];
      sees: string;
    };
  }
}
