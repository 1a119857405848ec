/**
 * Every address of the app, once. `path` is the pattern for the router, calling the entry builds
 * an address: `paths.event.path` is '/events/:slug', `paths.event({ slug })` is '/events/x'.
 */
type Names<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

type Given<P extends string> = [Names<P>] extends [never]
  ? [params?: null, search?: Search]
  : [params: Record<Names<P>, string>, search?: Search];

type Search = Record<string, string | undefined>;

export interface PathBuilder<P extends string = string> {
  (...given: Given<P>): string;
  path: P;
}

function path<const P extends string>(pattern: P): PathBuilder<P> {
  const build = (params?: Record<string, string> | null, search: Search = {}) => {
    const address = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(search)) if (value !== undefined && value !== '') query.set(key, value);
    return query.size === 0 ? address : `${address}?${query.toString()}`;
  };
  return Object.assign(build as (...given: Given<P>) => string, { path: pattern });
}

const ORG = '/org/:orgId';
const EVENT = `${ORG}/events/:eventId` as const;

export const paths = {
  home: path('/'),
  events: path('/events'),
  event: path('/events/:slug'),
  register: path('/events/:slug/register'),
  checkoutReturn: path('/checkout/return'),
  personal: path('/r/:token'),
  join: path('/join/:token'),
  organizations: path('/organizations'),
  organization: path('/organizations/:slug'),
  pricing: path('/pricing'),
  verify: path('/verify'),
  verdict: path('/verify/:code'),
  unsubscribe: path('/unsubscribe/:token'),

  signIn: path('/sign-in'),
  signUp: path('/sign-up'),
  link: path('/link/:purpose'),
  forgotPassword: path('/forgot-password'),
  invitation: path('/invitation'),
  welcome: path('/welcome'),

  me: path('/me'),
  myEvents: path('/me/events'),
  myEvent: path('/me/events/:registrationId'),
  myCertificates: path('/me/certificates'),
  myCertificate: path('/me/certificates/:certificateId'),
  myCpd: path('/me/cpd'),
  myNotifications: path('/me/notifications'),
  myPayments: path('/me/payments'),
  myProfile: path('/me/profile'),
  mySecurity: path('/me/security'),
  myOrganizations: path('/me/organizations'),
  newOrganization: path('/me/organizations/new'),
  zoomReturn: path('/integrations/zoom/return'),

  operate: path('/operate'),
  operateFlagged: path('/operate/flagged-payments'),
  operateDebts: path('/operate/debts'),
  operateTax: path('/operate/tax-rules'),
  operateJobs: path('/operate/dead-jobs'),
  operatePlans: path('/operate/plans'),

  org: path(ORG),
  orgEvents: path(`${ORG}/events`),
  orgNewEvent: path(`${ORG}/events/new`),
  orgCertificates: path(`${ORG}/certificates`),
  orgCredit: path(`${ORG}/credit`),
  orgCreditBodies: path(`${ORG}/credit/bodies`),
  orgCreditDesignations: path(`${ORG}/credit/designations`),
  orgCreditRule: path(`${ORG}/credit/rules/:ruleSetId`),
  orgPromoCodes: path(`${ORG}/promo-codes`),
  orgPromoBatches: path(`${ORG}/promo-codes/batches`),
  orgPromoReport: path(`${ORG}/promo-codes/report`),
  orgPromoCode: path(`${ORG}/promo-codes/:promoCodeId`),
  orgFinance: path(`${ORG}/finance`),
  orgFinanceRefunds: path(`${ORG}/finance/refunds`),
  orgFinanceDisputes: path(`${ORG}/finance/disputes`),
  orgFinanceDocuments: path(`${ORG}/finance/documents`),
  orgFinanceLedger: path(`${ORG}/finance/ledger`),
  orgFinancePayouts: path(`${ORG}/finance/payouts`),
  orgPayment: path(`${ORG}/finance/:paymentId`),
  orgTeam: path(`${ORG}/team`),
  orgBilling: path(`${ORG}/billing`),
  orgIntegrations: path(`${ORG}/integrations`),
  orgSettings: path(`${ORG}/settings`),
  orgAudit: path(`${ORG}/audit`),

  orgEvent: path(EVENT),
  orgEventEdit: path(`${EVENT}/edit/:section`),
  orgEventRegistrations: path(`${EVENT}/registrations`),
  orgEventWaitlist: path(`${EVENT}/waitlist`),
  orgEventSessions: path(`${EVENT}/sessions`),
  orgEventPresence: path(`${EVENT}/presence`),
  orgEventTriage: path(`${EVENT}/presence/triage`),
  orgEventClose: path(`${EVENT}/close`),
  orgEventCertificates: path(`${EVENT}/certificates`),
  orgEventFinance: path(`${EVENT}/finance`),
  orgEventSettings: path(`${EVENT}/settings`),
} as const;

/** `next` of a sign-in: only an address inside this app, never another origin (UX-46). */
export function safeNext(next: string | null): string | null {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : null;
}
