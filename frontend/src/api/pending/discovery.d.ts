import type { Endpoint } from '@/api/contract';

type Slug = { slug: string };

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/discovery/events': {
      get: Endpoint<{
        query?: {
          q?: string; from?: string; to?: string; type?: string; format?: string; country?: string; organizer?: string; body?: string;
          free?: boolean; language?: string; level?: string; sort?: 'soonest' | 'newest'; limit?: number; cursor?: string;
        };
        reply: { data: PendingSchemas['Card'][]; next_cursor?: string | null };
      }>;
    };
    '/api/v1/discovery/events/{slug}': { get: Endpoint<{ path: Slug; query?: { key?: string }; reply: PendingSchemas['EventPage'] }> };
    '/api/v1/discovery/organizers': {
      get: Endpoint<{
        query?: { q?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['OrganizerCard'][]; next_cursor?: string | null };
      }>;
    };
    '/api/v1/discovery/organizers/{slug}': { get: Endpoint<{ path: Slug; reply: PendingSchemas['OrganizerPage'] }> };
  }
  interface PendingSchemas {
    Card: {
      slug: string;
      title: string;
      summary?: string | null;
      type: string;
      format: 'online' | 'in_person' | 'hybrid';
      time_zone: string;
      starts_at: string;
      ends_at: string;
      starts_local: string;
      ends_local: string;
      venue_name?: string | null;
      country?: string | null;
      languages: string[];
      image?: { alt: string; small_url: string } | null;
      organizer: { name: string; slug?: string | null; verified: boolean };
      availability: 'open' | 'few_left' | 'waitlist' | 'sold_out' | 'closed';
      seats_left?: number | null;
      price?: { amount: number; currency: string } | null;
      credits: { body: string; type: string; amount: string; state: 'approved' | 'applied_for' | 'self_declared' }[];
    };
    PublicCredit: {
      designation_id: string;
      body: string;
      body_code: string;
      type: string;
      amount: string;
      state: 'approved' | 'applied_for' | 'self_declared';
      statement?: string | null;
    };
    PublicQuestion: {
      id: string;
      kind: 'text' | 'select' | 'checkbox';
      label: string;
      help?: string | null;
      required: boolean;
      options: { key: string; label: string }[];
      max?: number | null;
    };
    PublicSession: {
      id: string;
      title: string;
      description?: string | null;
      starts_at: string;
      ends_at: string;
      starts_local: string;
      ends_local: string;
      mode: string;
      room?: string | null;
      track?: string | null;
      mandatory: boolean;
      cancelled: boolean;
      speakers: string[];
    };
    PublicSpeaker: {
      id: string;
      name: string;
      qualifications?: string | null;
      bio_html?: string | null;
      linkedin?: string | null;
      role: 'speaker' | 'moderator' | 'panelist' | 'planner';
    };
    EventPage: Omit<PendingSchemas['Card'], 'credits' | 'organizer' | 'image'> & {
      id: string;
      status: 'published' | 'live' | 'completed' | 'closed' | 'cancelled';
      visibility: string;
      noindex: boolean;
      cancel_reason?: string | null;
      description_html?: string | null;
      venue_address?: string | null;
      latitude?: number | null;
      longitude?: number | null;
      joins_by?: 'zoom' | 'link' | null;
      objectives: string[];
      level?: string | null;
      prerequisites?: string | null;
      support_statement?: string | null;
      image?: { alt: string; large_url: string; small_url: string } | null;
      credits: PendingSchemas['PublicCredit'][];
      sessions: PendingSchemas['PublicSession'][];
      speakers: PendingSchemas['PublicSpeaker'][];
      organizer: {
        name: string; slug?: string | null; verified: boolean; description?: string | null; website?: string | null; logo_url?: string | null;
      };
      registration: {
        open: boolean;
        reason?: 'not-open-yet' | 'closed' | 'cancelled' | 'over' | null;
        opens_at?: string | null;
        closes_at?: string | null;
        guests_allowed: boolean;
        waitlist: boolean;
        ticket_types: { id: string; name: string; description?: string | null; mode: 'online' | 'in_person' | 'any' }[];
        questions: PendingSchemas['PublicQuestion'][];
        cancel_until_minutes: number;
      };
      calendar_url: string;
      schema_url: string;
    };
    OrganizerCard: { name: string; slug: string; description?: string | null; logo_url?: string | null; verified: boolean; upcoming: number };
    OrganizerPage: {
      name: string;
      slug: string;
      description?: string | null;
      website?: string | null;
      links: string[];
      country?: string | null;
      logo_url?: string | null;
      verified: boolean;
      primary_color?: string | null;
      upcoming: PendingSchemas['Card'][];
      past_count: number;
    };
  }
}
