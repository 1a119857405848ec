import type { Endpoint } from '@/api/contract';

type Token = { token: string };
type Address = { path: { address_id: string } };

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/auth/sign-up': {
      post: Endpoint<{
        body: {
          email: string; full_name: string; intent: 'learner' | 'organizer'; terms_version: string; locale?: string; time_zone?: string;
          invitation?: string; next?: string;
        };
        reply: object;
      }>;
    };
    '/api/v1/auth/sign-up/complete': {
      post: Endpoint<{
        body: { token: string; password?: string; remember: boolean };
        reply: PendingSchemas['LoginAnswer'] & { next?: string | null; accepted_organization?: { id: string; name: string } | null };
      }>;
    };
    '/api/v1/auth/sign-in': {
      post: Endpoint<{
        body: { email: string; password: string; remember: boolean };
        reply: { result: 'signed-in'; login: PendingSchemas['LoginAnswer'] };
      }>;
    };
    '/api/v1/auth/sign-in-link': { post: Endpoint<{ body: { email: string; return_to?: string }; reply: object }> };
    '/api/v1/auth/sign-in-link/complete': {
      post: Endpoint<{
        body: { token: string; remember: boolean };
        reply: { result: 'signed-in'; login: PendingSchemas['LoginAnswer']; next?: string | null };
      }>;
    };
    '/api/v1/auth/password-reset': { post: Endpoint<{ body: { email: string }; reply: object }> };
    '/api/v1/auth/password-reset/complete': { post: Endpoint<{ body: { token: string; password: string } }> };
    '/api/v1/logins': { get: Endpoint<{ reply: { data: PendingSchemas['Login'][] } }> };
    '/api/v1/logins/{login_id}': { delete: Endpoint<{ path: { login_id: string } }> };
    '/api/v1/logins/sign-out-everywhere': { post: Endpoint<{ body: { keep_current: boolean } }> };
    '/api/v1/logins/reauthentication': {
      post: Endpoint<{
        body: { method: 'password'; password: string } | { method: 'code'; code: string };
        reply: PendingSchemas['LoginAnswer'];
      }>;
    };
    '/api/v1/logins/reauthentication/code': { post: Endpoint<{ reply: object }> };
    '/api/v1/accounts/me': { get: Endpoint<{ reply: PendingSchemas['Me'] }>; patch: Endpoint<{ body: PendingSchemas['EditMe']; reply: PendingSchemas['Me'] }> };
    '/api/v1/accounts/me/photo': { put: Endpoint<{ body: FormData; reply: { photo_url: string } }>; delete: Endpoint<object> };
    '/api/v1/accounts/me/onboarding-completed': { post: Endpoint<object> };
    '/api/v1/accounts/me/activity': {
      get: Endpoint<{
        query?: { limit?: number; cursor?: string };
        reply: {
          data: { id: string; action: string; at: string; ip_prefix?: string | null; organization_id?: string | null }[];
          next_cursor?: string | null;
        };
      }>;
    };
    '/api/v1/accounts/me/addresses': { post: Endpoint<{ body: { email: string }; reply: object }> };
    '/api/v1/accounts/me/addresses/verify': { post: Endpoint<{ body: Token; reply: { claimed: PendingSchemas['Claimed'] } }> };
    '/api/v1/accounts/me/addresses/{address_id}': { delete: Endpoint<Address> };
    '/api/v1/accounts/me/addresses/{address_id}/primary': { put: Endpoint<Address> };
    '/api/v1/members/leave': { post: Endpoint<{ body: { organization_id: string } }> };
    '/api/v1/invitations/look': { post: Endpoint<{ body: Token; reply: PendingSchemas['SeenInvitation'] }> };
    '/api/v1/invitations/accept': {
      post: Endpoint<{
        body: { token?: string; invitation_id?: string };
        reply: { organization: { id: string; name: string; slug: string }; membership_id: string };
      }>;
    };
    '/api/v1/invitations/decline': { post: Endpoint<{ body: Token }> };
    '/api/v1/invitations/mine': {
      get: Endpoint<{
        reply: { data: { id: string; organization: { id: string; name: string }; inviter: string; roles: string[]; expires_at: string }[] };
      }>;
    };
    '/api/v1/notifications': {
      get: Endpoint<{
        query?: { unread?: boolean; organization_id?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['Notification'][]; next_cursor?: string | null; unread: number };
      }>;
    };
    '/api/v1/notifications/{id}/read': { post: Endpoint<{ path: { id: string } }> };
    '/api/v1/notifications/read-all': { post: Endpoint<object> };
    '/api/v1/notifications/{id}': { delete: Endpoint<{ path: { id: string } }> };
    '/api/v1/notifications/subscriptions/{seal}': {
      get: Endpoint<{ path: { seal: string }; reply: PendingSchemas['Subscription'] }>;
      post: Endpoint<{ path: { seal: string }; reply: PendingSchemas['Subscription'] }>;
    };
    '/api/v1/notifications/subscriptions/{seal}/undo': {
      post: Endpoint<{ path: { seal: string }; reply: PendingSchemas['Subscription'] }>;
    };
  }
  interface PendingSchemas {
    Claimed: { registrations: number; certificates: number; conflicts: number };
    Login: {
      id: string; user_agent?: string | null; ip_prefix?: string | null; created_at: string; last_seen_at: string; methods: string[];
      current: boolean; remembered: boolean;
    };
    EditMe: {
      full_name?: string; professional_title?: string | null; employer?: string | null; bio?: string | null; locale?: string;
      time_zone?: string; week_start?: number; clock?: number;
    };
    SeenInvitation: {
      organization: { id: string; name: string; slug: string; logo_url?: string | null };
      inviter: string;
      roles: string[];
      masked_address: string;
      message?: string | null;
      expires_at: string;
      state: string;
    };
    Notification: {
      id: string; kind: string; title: string; body?: string | null; path: string;
      organization?: { id: string; name: string } | null; read_at?: string | null; created_at: string;
    };
    Subscription: { address: string; category: string; organization?: string | null; unsubscribed: boolean };
  }
}
