import type { Endpoint } from '@/api/contract';

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/integrations/zoom/connect': { post: Endpoint<{ body: { return_to: string }; reply: { authorize_url: string } }> };
    '/api/v1/integrations/zoom/callback': {
      post: Endpoint<{ body: { code: string; state: string }; reply: { connection: PendingSchemas['ZoomConnection']; return_to: string } }>;
    };
    '/api/v1/integrations/zoom': { get: Endpoint<{ reply: { data: PendingSchemas['ZoomConnection'][] } }> };
    '/api/v1/integrations/zoom/{connection_id}': { delete: Endpoint<{ path: { connection_id: string }; query?: { confirm?: boolean } }> };
    '/api/v1/integrations/zoom/meetings/hosts': { get: Endpoint<{ reply: { data: PendingSchemas['ZoomHost'][] } }> };
    '/api/v1/integrations/zoom/meetings': { get: Endpoint<{ query: { event_id: string }; reply: { data: PendingSchemas['ZoomMeeting'][] } }> };
    '/api/v1/integrations/zoom/meetings/{event_id}': {
      put: Endpoint<{ path: { event_id: string }; body: PendingSchemas['ZoomPlan']; reply: { data: PendingSchemas['ZoomMeeting'][] } }>;
      delete: Endpoint<{ path: { event_id: string } }>;
    };
    '/api/v1/integrations/zoom/meetings/{meeting_id}/retry': { post: Endpoint<{ path: { meeting_id: string }; reply: PendingSchemas['ZoomMeeting'] }> };
    '/api/v1/integrations/zoom/meetings/{meeting_id}/recreate': { post: Endpoint<{ path: { meeting_id: string }; reply: PendingSchemas['ZoomMeeting'] }> };
    '/api/v1/integrations/zoom/meetings/{meeting_id}/start-link': { post: Endpoint<{ path: { meeting_id: string }; reply: { start_url: string } }> };
  }
  interface PendingSchemas {
    ZoomConnection: {
      id: string; host_name?: string | null; host_email?: string | null; status: 'active' | 'degraded' | 'revoked';
      missing_scopes: string[]; last_error?: string | null; connected_at: string; version: number; meetings: number;
    };
    ZoomHost: { id: string; host_name?: string | null; host_email?: string | null; status: 'active' | 'degraded' | 'revoked' };
    ZoomPlan: {
      kind: 'meeting' | 'webinar'; connection_id: string; waiting_room?: boolean; mute_on_entry?: boolean;
      recording?: 'none' | 'local' | 'cloud'; per_session?: boolean; now?: boolean;
    };
    ZoomMeeting: {
      id: string;
      event_id: string;
      session_id?: string | null;
      session_title?: string | null;
      connection_id: string;
      host_name?: string | null;
      kind: 'meeting' | 'webinar';
      status: 'pending' | 'ready' | 'failed' | 'gone' | 'ended';
      zoom_id?: string | null;
      registration_enabled: boolean;
      error_code?: string | null;
      error_text?: string | null;
      attempts: number;
      registrants: { added: number; pending: number; failed: number };
      instances: { started_at?: string | null; ended_at?: string | null; report: 'waiting' | 'partial' | 'complete' | 'unavailable' }[];
      guests: { display_name?: string | null; email?: string | null }[];
      version: number;
    };
  }
}
