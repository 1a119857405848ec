import '@/api/contract';

declare module '@/api/contract' {
  interface PendingSchemas {
    EventStatus: 'draft' | 'published' | 'live' | 'completed' | 'closed' | 'cancelled';
    EventFormat: 'online' | 'in_person' | 'hybrid';
    EventVisibility: 'public' | 'unlisted' | 'private';
    EventType: 'webinar' | 'workshop' | 'training' | 'lecture' | 'conference' | 'other';
    Missing: { code: string; detail: string; section: 'basics' | 'sessions' | 'tickets' | 'page' | 'credit' | 'certificate' };
    Event: {
      id: string;
      title: string;
      slug: string;
      public_path: string;
      access_key: string | null;
      summary: string | null;
      description: string | null;
      type: PendingSchemas['EventType'];
      format: PendingSchemas['EventFormat'];
      visibility: PendingSchemas['EventVisibility'];
      status: PendingSchemas['EventStatus'];
      time_zone: string;
      starts_at: string;
      ends_at: string;
      starts_local: string;
      ends_local: string;
      venue_name: string | null;
      venue_address: string | null;
      country: string | null;
      online_url: string | null;
      zoom_planned: boolean;
      objectives: string[];
      level: string | null;
      prerequisites: string | null;
      languages: string[];
      support_statement: string | null;
      published_at: string | null;
      cancelled_at: string | null;
      cancel_reason: string | null;
      capacity: number | null;
      seats_taken: number;
      waitlist_max: number;
      counts: { confirmed: number; waitlisted: number; offered: number; held: number; requested: number; cancelled: number };
      session_count: number;
      image: { alt: string; large_url: string; small_url: string } | null;
      missing: PendingSchemas['Missing'][];
      warnings: { code: string; detail: string }[];
      created_at: string;
      updated_at: string;
      version: number;
    };
    ListedEvent: {
      id: string;
      title: string;
      slug: string;
      status: PendingSchemas['EventStatus'];
      type: PendingSchemas['EventType'];
      format: PendingSchemas['EventFormat'];
      visibility: PendingSchemas['EventVisibility'];
      time_zone: string;
      starts_at: string;
      ends_at: string;
      starts_local: string;
      ends_local: string;
      capacity: number | null;
      confirmed: number;
      waitlisted: number;
      image_url: string | null;
    };
    EventChange: { field: string; from: string | null; to: string | null };
    EventStep: {
      id: string;
      from_status: PendingSchemas['EventStatus'] | null;
      to_status: PendingSchemas['EventStatus'];
      actor: { id: string; name: string } | null;
      reason: string | null;
      at: string;
    };
    CreateEvent: {
      title: string;
      local_start: string;
      local_end?: string;
      time_zone?: string;
      join:
        | { kind: 'zoom' }
        | { kind: 'link'; online_url: string }
        | { kind: 'place'; venue_name: string; venue_address?: string; country?: string };
      type?: PendingSchemas['EventType'];
      visibility?: PendingSchemas['EventVisibility'];
      capacity?: number | null;
      waitlist_max?: number;
      summary?: string;
      description?: string;
    };
    EditEvent: {
      title?: string;
      summary?: string | null;
      description?: string | null;
      type?: PendingSchemas['EventType'];
      format?: PendingSchemas['EventFormat'];
      visibility?: PendingSchemas['EventVisibility'];
      time_zone?: string;
      local_start?: string;
      local_end?: string;
      venue_name?: string | null;
      venue_address?: string | null;
      country?: string | null;
      online_url?: string | null;
      zoom_planned?: boolean;
      objectives?: string[];
      level?: string | null;
      prerequisites?: string | null;
      languages?: string[];
      support_statement?: string | null;
      capacity?: number | null;
      replace_access_key?: boolean;
    };
    Session: {
      id: string;
      title: string;
      description: string | null;
      starts_at: string;
      ends_at: string;
      starts_local: string;
      ends_local: string;
      actual_starts_at: string | null;
      actual_ends_at: string | null;
      actual_reason: string | null;
      mode: PendingSchemas['EventFormat'];
      room: string | null;
      track: string | null;
      mandatory: boolean;
      creditable: boolean;
      own_meeting: boolean;
      min_percent: number | null;
      min_minutes: number | null;
      cancelled_at: string | null;
      position: number;
      breaks: { starts_at: string; ends_at: string; starts_local: string; ends_local: string }[];
      version: number;
    };
    SessionBody: {
      title: string;
      description?: string | null;
      local_start: string;
      local_end: string;
      mode?: PendingSchemas['EventFormat'];
      room?: string | null;
      track?: string | null;
      mandatory?: boolean;
      creditable?: boolean;
      min_percent?: number | null;
      min_minutes?: number | null;
      breaks?: { local_start: string; local_end: string }[];
      actual?: { local_start: string; local_end: string; reason: string } | null;
    };
    EventQuestion: {
      id: string;
      kind: 'text' | 'select' | 'checkbox';
      label: string;
      help: string | null;
      required: boolean;
      options: { key: string; label: string }[];
      min: number | null;
      max: number | null;
      position: number;
      answered: boolean;
      version: number;
    };
    QuestionBody: { kind: 'text' | 'select' | 'checkbox'; label: string; help?: string; required?: boolean; options?: { key?: string; label: string }[] };
    EventPolicy: {
      criterion: 'all_mandatory' | 'percent_of_sessions' | 'min_sessions' | 'total_minutes';
      criterion_value: number | null;
      min_percent: number;
      min_minutes: number;
      gap_grace_seconds: number;
      edge_grace_seconds: number;
      missing_exit: 'window_end' | 'last_sighting';
      excused: 'ignored' | 'missed';
    };
    EventSettings: {
      registration_opens_at: string | null;
      registration_closes_at: string | null;
      guests_allowed: boolean;
      waitlist_max: number;
      waitlist_offer_minutes: number;
      waitlist_auto_confirm: boolean;
      cancel_until_minutes: number;
      show_seats_left: boolean;
      reminders: number[];
    };
    Dashboard: {
      events: Record<PendingSchemas['EventStatus'], number>;
      registrations: Record<string, number>;
      people_present: number;
      next_events: {
        id: string; title: string; slug: string; status: PendingSchemas['EventStatus']; starts_at: string; starts_local: string;
        time_zone: string; capacity: number | null; confirmed: number; waitlisted: number;
      }[];
      gaps: {
        event_id: string; title: string; ended_at: string; status: PendingSchemas['EventStatus'];
        unmatched: number; presence_pending: number; uncertified: number;
      }[];
    };
    Closing: {
      event: { id: string; title: string; status: PendingSchemas['EventStatus']; ends_at: string; time_zone: string };
      can_close: boolean;
      blocked_by: ('illegal-transition' | 'presence-unsettled')[];
      funnel: { registered: number; joined: number; met: number; certified: number };
      gaps: PendingSchemas['ClosingGap'][];
    };
    ClosingGap: {
      kind: 'not_joined' | 'unmatched_names' | 'presence_pending' | 'not_met' | 'not_certified';
      count: number;
      people: { registration_id: string | null; participant_id: string | null; name: string | null; email: string | null; counted_seconds: number | null }[];
    };
  }
}
