/** What both the person of a registration and its organizer ask. */
import type { Endpoint } from '@/api/contract';

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/registrations': {
      get: Endpoint<{
        query: { event_id: string; status?: string; mode?: string; presence?: string; q?: string; sort?: 'newest' | 'name'; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['ListedRegistration'][]; next_cursor: string | null };
      }>;
      post: Endpoint<{ body: PendingSchemas['Register']; reply: PendingSchemas['Booking'] }>;
    };
    '/api/v1/certificates/{id}/file': { get: Endpoint<{ path: { id: string }; reply: { url: string; expires_at: string } }> };
  }
  interface PendingSchemas {
    Answers: Record<string, string | boolean>;
    Register: {
      event_id: string;
      access_key?: string;
      attendees: {
        ticket_type_id?: string;
        mode?: 'online' | 'in_person';
        email?: string;
        full_name?: string;
        professional_title?: string;
        organization_name?: string;
        name_shown?: 'full' | 'initials' | 'hidden';
        session_ids?: string[];
        answers?: PendingSchemas['Answers'];
      }[];
      accept_waitlist?: boolean;
      locale?: string;
      time_zone?: string;
    };
    Booking: {
      id: string;
      event: { id: string; slug: string; title: string; starts_at: string; ends_at: string; time_zone: string; starts_local: string; ends_local: string };
      registrations: {
        id: string;
        status: PendingSchemas['RegistrationStatus'];
        waitlist_position: number | null;
        next: 'none' | 'wait';
        email: string;
        full_name: string;
        manage_url: string;
        token: string;
        calendar_url: string;
      }[];
    };
    EditRegistration: {
      full_name?: string;
      professional_title?: string | null;
      organization_name?: string | null;
      name_shown?: 'full' | 'initials' | 'hidden';
      answers?: PendingSchemas['Answers'];
    };
    Registration: {
      id: string;
      event_id: string;
      booking_id: string;
      status: PendingSchemas['RegistrationStatus'];
      mode: 'online' | 'in_person';
      ticket: { id: string; name: string };
      email: string | null;
      email_verified: boolean;
      user_id: string | null;
      full_name: string | null;
      professional_title: string | null;
      organization_name: string | null;
      name_shown: 'full' | 'initials' | 'hidden';
      source: string;
      locale: string;
      time_zone: string;
      created_at: string;
      confirmed_at: string | null;
      cancelled_at: string | null;
      cancel_reason: string | null;
      waitlisted_at: string | null;
      waitlist_position: number | null;
      waitlist_priority: number;
      offer_expires_at: string | null;
      ticket_code: string | null;
      extra_time_percent: number;
      can_cancel: boolean;
      cancel_closes_at: string | null;
      answers: { question_id: string; label: string; kind: 'text' | 'select' | 'checkbox'; value: string | boolean; shown: string }[];
      changes: {
        from_status: PendingSchemas['RegistrationStatus'] | null;
        to_status: PendingSchemas['RegistrationStatus'];
        actor: { id: string; name: string } | null;
        reason: string | null;
        at: string;
      }[];
      version: number;
    };
  }
}
