import type { Closing, Organization } from './api';
import { ORG_ID } from '@/test/fixtures';

export function anOrganization(change: Partial<Organization> = {}): Organization {
  return {
    id: ORG_ID, kind: 'team', name: 'Alpine Pathology Society', slug: 'aps', description: null, website: 'https://aps.example', links: [],
    contact_address: null, contact_phone: null, country: 'CH', time_zone: 'Europe/Zurich', locale: 'en', logo_url: null, primary_color: null,
    accent_color: null, certificate_prefix: 'APS', public: false, verified: false, onboarding_completed: true,
    created_at: '2026-01-05T08:00:00Z', version: 7, ...change,
  };
}

/** Nothing stands in the way, and there is no paid plan. */
export function aClosing(change: Partial<Closing> = {}): Closing {
  return { closing_at: null, closes_at: null, open_events: [], open_money: [], ends_plan: false, ...change };
}
