import type { Endpoint } from '@/api/contract';

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/logins/refresh': {
      post: Endpoint<{ body: { organization_id?: string }; reply: PendingSchemas['LoginAnswer'] }>;
    };
    '/api/v1/logins/sign-out': { post: Endpoint<object> };
  }
  interface PendingSchemas {
    LoginAnswer: {
      access_token: string;
      token_type: string;
      expires_in: number;
      user: { id: string; full_name: string; locale?: string | null; time_zone?: string | null };
      organization?: { id: string; name: string } | null;
      claimed?: PendingSchemas['Claimed'];
    };
    Membership: {
      organization_id: string;
      name: string;
      slug: string;
      id?: string;
      time_zone?: string;
      logo_url?: string | null;
      kind?: 'personal' | 'team';
      time_zone?: string;
      roles: string[];
      permissions: string[];
    };
    Me: {
      id: string;
      full_name: string;
      email: string;
      professional_title?: string | null;
      employer?: string | null;
      locale: string;
      time_zone: string;
      memberships: PendingSchemas['Membership'][];
      unread_notifications?: number;
      bio?: string | null;
      photo_url?: string | null;
      onboarding_completed?: boolean;
      has_password?: boolean;
      version?: number;
      addresses?: { id: string; address: string; is_primary: boolean; verified_at: string; held_until?: string | null }[];
    };
  }
}
