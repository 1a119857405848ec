import type { Schema } from '@/api/contract';
import type { Permission } from '@/lib/permissions';

export const ORG_ID = '0198a000-0000-7000-8000-000000000001';

const EVERYTHING: Permission[] = [
  'check-in', 'issue-credentials', 'manage-attendance', 'manage-billing', 'manage-credit-rules', 'manage-events',
  'manage-integrations', 'manage-members', 'manage-organization', 'manage-payouts', 'manage-promo-codes',
  'manage-registrations', 'manage-security', 'manage-templates', 'read-audit-log', 'read-credentials', 'read-events',
  'read-messages', 'read-registrations', 'read-reports', 'refund-payments', 'send-messages', 'view-billing', 'view-finance',
  'view-organization',
];

/** A signed-in person with one organization; `permissions` are those held in it. */
export function me(permissions: Permission[] = EVERYTHING): Schema<'Me'> {
  return {
    id: '0198a000-0000-7000-8000-0000000000aa',
    full_name: 'Anna Keller',
    email: 'anna@example.org',
    locale: 'en',
    time_zone: 'Europe/Zurich',
    memberships: [
      {
        id: '0198a000-0000-7000-8000-0000000000ab', organization_id: ORG_ID, kind: 'team', name: 'Alpine Pathology Society', slug: 'aps',
        time_zone: 'Europe/Zurich', roles: ['owner'], permissions,
      },
    ],
    unread_notifications: 0,
    addresses: [{ id: '0198a000-0000-7000-8000-0000000000ac', address: 'anna@example.org', is_primary: true, verified_at: '2026-01-05T08:00:00Z' }],
    clock: 24,
    week_start: 1,
    has_password: true,
    onboarding_completed: true,
    version: 1,
  };
}

/** The answer to every sign-in and refresh of this person. */
export function loginOf({ id, full_name, email, locale, time_zone }: Schema<'Me'>, token = 'token'): Schema<'LoginAnswer'> {
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: 600,
    claimed: { registrations: 0, certificates: 0, conflicts: 0 },
    user: { id, full_name, email, locale, time_zone },
  };
}

/** What an organization has; a paid plan with nothing to tell about it, unless a test says otherwise. */
export function aSubscription(change: Partial<Schema<'PlanSubscription'>> = {}): Schema<'PlanSubscription'> {
  return {
    plan: 'organization', plan_name: 'Organization', features: ['events', 'courses', 'certificates', 'team'], status: 'active', access: 'full',
    interval: 'month', amount: { amount: 32_800, currency: 'USD' }, period_start: '2026-11-10T09:00:00Z', period_end: '2026-12-10T09:00:00Z',
    seats: { included: 1, paid: 1, taken: 2, max: 500, price: { amount: 12_900, currency: 'USD' } }, trial_available: false,
    limits: { events_per_month: null, courses_per_month: null, certificates_per_month: null, attendees_per_event: 2000 }, ...change,
  };
}

/** An event as its organizer sees it; tests change what they are about. */
export function anEvent(change: Partial<Schema<'Event'>> = {}): Schema<'Event'> {
  return {
    id: '0198a000-0000-7000-8000-00000000e001',
    title: 'Renal transplant pathology',
    slug: 'renal-transplant-pathology',
    public_path: '/events/renal-transplant-pathology',
    access_key: null,
    summary: null,
    description: null,
    type: 'webinar',
    format: 'online',
    visibility: 'public',
    status: 'draft',
    time_zone: 'Europe/Zurich',
    starts_at: '2027-03-03T17:00:00Z',
    ends_at: '2027-03-03T18:00:00Z',
    starts_local: '2027-03-03T18:00:00+01:00',
    ends_local: '2027-03-03T19:00:00+01:00',
    venue_name: null,
    venue_address: null,
    country: null,
    online_url: 'https://meet.example.org/renal',
    zoom_planned: false,
    objectives: [],
    level: null,
    prerequisites: null,
    languages: [],
    support_statement: null,
    published_at: null,
    cancelled_at: null,
    cancel_reason: null,
    capacity: 50,
    seats_taken: 12,
    sequence: 0,
    waitlist_max: 0,
    counts: { confirmed: 12, waitlisted: 0, offered: 0, held: 0, requested: 0, cancelled: 1 },
    session_count: 1,
    image: null,
    missing: [],
    warnings: [],
    created_at: '2026-11-01T10:00:00Z',
    updated_at: '2026-11-01T10:00:00Z',
    version: 3,
    ...change,
  };
}

/** A registration as the organizer's list shows it. */
export const A_LISTED_REGISTRATION: Schema<'ListedRegistration'> = {
  id: 'r1', status: 'confirmed', mode: 'online', email: 'lukasz@example.org', full_name: 'Łukasz Żółć', professional_title: null, organization_name: null,
  user_id: null, source: 'self', created_at: '2026-11-01T10:00:00Z', confirmed_at: '2026-11-01T10:00:00Z', cancelled_at: null, waitlisted_at: null,
  waitlist_priority: 0, presence: null, counted_seconds: null, certificate_code: null, unnamed: false, version: 1,
};

/** The same with everything about it. */
export function aRegistration(change: Partial<Schema<'Registration'>> = {}): Schema<'Registration'> {
  return {
    id: 'r1', status: 'confirmed', mode: 'online', email: 'lukasz@example.org', full_name: 'Łukasz Żółć', professional_title: null, organization_name: null,
    user_id: null, source: 'self', created_at: '2026-11-01T10:00:00Z', confirmed_at: '2026-11-01T10:00:00Z', cancelled_at: null, waitlisted_at: null,
    waitlist_priority: 0, version: 1, unnamed: false, session_ids: [], event_id: anEvent().id, booking_id: 'b1', ticket: { id: 't1', name: 'Seat' }, email_verified: true, name_shown: 'full',
    locale: 'en', time_zone: 'Europe/Zurich', cancel_reason: null, waitlist_position: null, offer_expires_at: null, ticket_code: 'A7K2M9QX',
    extra_time_percent: 0, can_cancel: true, cancel_closes_at: null, changes: [],
    answers: [{ question_id: 'q1', label: 'Your speciality', kind: 'text', value: 'Nephrology', shown: 'Nephrology' }],
    ...change,
  };
}

/** A place as the person who has it sees it in a list. */
export function aMyRegistration(change: Partial<Schema<'MyRegistration'>> = {}, event: Partial<Schema<'MyEvent'>> = {}): Schema<'MyRegistration'> {
  return {
    id: 'r1', status: 'confirmed', mode: 'online', waitlist_position: null, offer_expires_at: null, manage_url: '/r/k.1.m', join_url: '/api/v1/attendance/join/k.j.m',
    join_opens_at: '2027-03-03T13:45:00Z', presence: 'pending', counted_seconds: 0, certificate_code: null,
    event: {
      id: anEvent().id, slug: 'renal-2027', title: 'Renal pathology', status: 'published', format: 'online', time_zone: 'Europe/Zurich',
      starts_at: '2027-03-03T14:00:00Z', ends_at: '2027-03-03T16:00:00Z', starts_local: '2027-03-03T15:00:00+01:00', ends_local: '2027-03-03T17:00:00+01:00',
      venue_name: null, image_url: null, organizer: { name: 'Alpine Pathology Society', slug: 'aps' }, ...event,
    },
    ...change,
  };
}

/** A certificate as its holder sees it. */
export function anOwnCertificate(change: Partial<Schema<'OwnCertificate'>> = {}): Schema<'OwnCertificate'> {
  return {
    id: 'c1', number: 'CPD-2026-000118', code: '7K2M-9QXR-4TNB-HC3S', status: 'active', expired: false, title: 'Renal pathology',
    organization_name: 'APS', from: '2026-03-03', to: '2026-03-03', issued_at: '2026-03-03T17:00:00Z', expires_on: null, kind: 'credit',
    credits: [{ credits: 2000, credits_text: '2.0', unit: 'credits', credit_type: 'external', body: 'RCPath' }], counted_seconds: 6240, ready: true,
    name_shown: 'full', pdf_public: false, verify_url: 'https://accredit.example/verify/7K2M9QXR4TNBHC3S', linkedin_url: 'https://www.linkedin.com/profile/add?x=1',
    event_id: 'e1', replaced_by: null, revoked_at: null, version: 1, ...change,
  };
}

/** Words without a gap, longer than a phone is wide. */
export const LONGEST = 'Arbeitsunfähigkeitsbescheinigungsrichtlinien und ihre Auslegung in der transplantationspathologischen Nachsorge: Fortbildungsveranstaltung';

/** An invoice as its buyer finds it. */
export function aDocument(change: Partial<Schema<'PaymentDocument'>> = {}): Schema<'PaymentDocument'> {
  return {
    id: 'd1', kind: 'invoice', number: 'APS-2027-000001', total: { amount: 1646, currency: 'USD' }, issued_at: '2027-03-01T12:04:00Z', about_id: null, replaced_by_id: null,
    correctable_until: '2027-03-31T12:04:00Z', buyer: { name: 'Ana Kos', attention: null, address: null, country: null, tax_id: null }, ready: true, ...change,
  };
}

/** A payment as its buyer sees it, at the golden values of PA-9. */
export function aPayment(change: Partial<Schema<'Payment'>> = {}): Schema<'Payment'> {
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  const amounts = {
    list: 1999, discount: 660, net: 1339, service_fee: 229, processing_fee: 78, tax: 0, total: 1646, application_fee: 307, tax_withheld: 0, organizer: 1339,
  };
  return {
    id: 'p1', status: 'paid', method: 'stripe', currency: 'USD', total: usd(1646), refunded: usd(0), amounts, fee_payer: 'buyer',
    buyer: { name: 'Ana Kos', email: 'ana@example.org' }, event: { id: 'e1', slug: 'renal-2027', title: 'Renal pathology', starts_at: '2027-03-03T14:00:00Z' },
    organizer: 'Alpine Pathology Society',
    items: [{ id: 'i1', registration_id: 'r1', label: 'Seat', attendee: 'Ana Kos', amounts, refunded: 0, closed: false, promo_code: 'SPRING' }],
    refunds: [], documents: [], checkout_url: null, expires_at: null, hold_expires_at: change.status === 'paid' ? null : '2027-03-01T12:15:00Z', return_to: '/r/k.1.m', due_at: null,
    created_at: '2027-03-01T12:00:00Z', paid_at: null, ended_at: null, now: '2027-03-01T12:00:00Z', finance: null, ...change,
  };
}
