import type { Endpoint } from '@/api/contract';

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/organizations': {
      post: Endpoint<{ body: { kind: 'personal' | 'team'; name: string; country?: string; time_zone?: string }; reply: PendingSchemas['Organization'] }>;
    };
    '/api/v1/organizations/current': {
      get: Endpoint<{ reply: PendingSchemas['Organization'] }>;
      patch: Endpoint<{ body: PendingSchemas['EditOrganization']; reply: PendingSchemas['Organization'] }>;
    };
    '/api/v1/organizations/current/logo': { put: Endpoint<{ body: FormData; reply: { logo_url: string } }>; delete: Endpoint<object> };
    '/api/v1/members': {
      get: Endpoint<{ query?: { limit?: number; cursor?: string }; reply: { data: PendingSchemas['Member'][]; next_cursor?: string | null } }>;
    };
    '/api/v1/members/{membership_id}': {
      patch: Endpoint<{ path: { membership_id: string }; body: { roles?: string[]; title?: string | null }; reply: PendingSchemas['Member'] }>;
      delete: Endpoint<{ path: { membership_id: string } }>;
    };
    '/api/v1/invitations': {
      get: Endpoint<{ query?: { state?: string; limit?: number; cursor?: string }; reply: { data: PendingSchemas['Invitation'][]; next_cursor?: string | null } }>;
      post: Endpoint<{
        body: { email: string; roles: string[]; title?: string; message?: string };
        reply: { id: string; state: string; expires_at: string };
      }>;
    };
    '/api/v1/invitations/{invitation_id}/resend': { post: Endpoint<{ path: { invitation_id: string }; reply: { expires_at: string } }> };
    '/api/v1/invitations/{invitation_id}': { delete: Endpoint<{ path: { invitation_id: string } }> };
    '/api/v1/oversight/audit': {
      get: Endpoint<{
        query?: { actor?: string; action?: string; target?: string; from?: string; to?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['AuditEntry'][]; next_cursor?: string | null };
      }>;
    };
    '/api/v1/oversight/audit.csv': { get: Endpoint<{ query?: { action?: string; from?: string; to?: string }; reply: string }> };
  }
  interface PendingSchemas {
    Organization: {
      id: string; kind: 'personal' | 'team'; name: string; slug: string; description: string | null; website: string | null; links: string[];
      contact_address: string | null; contact_phone: string | null; country: string | null; time_zone: string; locale: string; logo_url: string | null;
      primary_color: string | null; accent_color: string | null; certificate_prefix: string | null; public: boolean; verified: boolean;
      onboarding_completed: boolean; created_at: string; version: number;
    };
    EditOrganization: {
      name?: string; description?: string | null; website?: string | null; links?: string[]; contact_address?: string | null;
      contact_phone?: string | null; country?: string | null; time_zone?: string; primary_color?: string | null; accent_color?: string | null;
      certificate_prefix?: string; slug?: string; public?: boolean;
    };
    Member: {
      id: string; user_id: string; full_name: string; email: string; roles: string[]; title: string | null; joined_at: string; is_me: boolean;
      version: number; grantable: string[];
    };
    Invitation: {
      id: string; email: string; roles: string[]; title: string | null; state: string; expires_at: string; sent_count: number;
      last_sent_at: string | null; inviter: string; created_at: string;
    };
    AuditEntry: {
      id: string; actor: { kind: string; id: string | null; name: string | null }; action: string; target: { kind: string; id: string | null };
      before: Record<string, unknown> | null; after: Record<string, unknown> | null; ip_prefix: string | null; at: string;
    };
  }
}
