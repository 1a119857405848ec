/** The demo data as their people find them: an address of a real thing for every screen. */
import { address } from './organizer.mjs';
import { heldPlace, paidPlace, pricedEvent, sells } from './seller.mjs';
import { call, mailWith } from './server.mjs';

export const PASSWORD = 'lighthouse at low tide';
export const ANA = 'ana.costa@example.org';
export const MAYA = 'maya.lindqvist@example.org';
export const NOOR = 'noor.haddad@example.org';

async function reader(email, organization) {
  const { data, cookies } = await call('POST', '/api/v1/auth/sign-in', { email, password: PASSWORD, remember: true });
  let token = data.login.access_token;
  const read = async (path) => (await call('GET', path, undefined, { token })).data;
  const me = await read('/api/v1/accounts/me');
  const own = me.memberships.find(({ kind }) => kind === 'team');
  if (organization && !own) throw new Error('The server has no demo data: accredit serve --demo-data');
  if (organization) {
    const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
    token = (await call('POST', '/api/v1/logins/refresh', { organization_id: own.organization_id }, { cookie })).data.access_token;
  }
  const ask = async (method, path, body, options) => (await call(method, path, body, { ...options, token })).data;
  return { read, ask, token, orgId: own?.organization_id, send: (path, body) => call('POST', path, body, { token }) };
}

const secretOf = (link) => new URL(link).pathname.split('/').at(-1);

/**
 * Who opens each address of `paths.ts`, and with what: by the address's name, a list for one that
 * looks different at each stage of a thing.
 */
export async function everyScreen() {
  const ana = await reader(ANA, true);
  const maya = await reader(MAYA, false);
  const { orgId } = ana;
  const { data: events } = await ana.read('/api/v1/events');
  const eventIn = (status) => events.find((event) => event.status === status) ?? fail(`no ${status} event`);
  const [completed, closed, live, published, draft] = ['completed', 'closed', 'live', 'published', 'draft'].map(eventIn);
  const [ruleSet] = (await ana.read('/api/v1/cpd/rule-sets')).data;
  const { data: [place] } = await maya.read('/api/v1/registrations/mine?when=upcoming');
  const { data: [certificate] } = await maya.read('/api/v1/certificates/mine');
  const guest = address('guest');
  const { data: code } = await ana.send('/api/v1/promo-codes', { code: `LOOK-${Date.now().toString(36)}`, rules: { kind: 'percent', percent_bp: 1000 } });
  await ana.send('/api/v1/invitations', { email: guest, roles: ['organizer'] });
  const { hash } = new URL((await mailWith(guest, '/invitation#')).link);

  const { due, paid } = await sold({ id: orgId, ask: ana.ask }, maya.token);
  const anyone = (params, more) => ({ who: 'anyone', params, ...more });
  const learner = (params) => ({ who: MAYA, params });
  const operator = { who: NOOR };
  const organizer = (params, more) => ({ who: ANA, params: { orgId, ...params }, ...more });
  const of = (event, params) => organizer({ eventId: event.id, ...params });
  const organization = place.event.organizer.slug;

  return {
    home: anyone(),
    events: anyone(),
    event: [anyone({ slug: published.slug }), anyone({ slug: closed.slug }), { who: MAYA, params: { slug: published.slug } }],
    register: anyone({ slug: published.slug }),
    checkoutReturn: [due, paid].map(({ id, token }) => anyone({}, { search: `?payment=${id}`, hash: `#${token}` })),
    personal: anyone({ token: secretOf((await mailWith(MAYA, '/r/')).link) }),
    join: anyone({ token: place.join_url.split('/').at(-1) }),
    organizations: anyone(),
    organization: anyone({ slug: organization }),
    pricing: [anyone(), organizer()],
    verify: anyone(),
    verdict: anyone({ code: certificate.code }),
    unsubscribe: anyone({ token: secretOf((await mailWith(ANA, '/unsubscribe/')).link) }),

    signIn: anyone(),
    signUp: anyone(),
    link: ['sign-up', 'sign-in', 'password-reset'].map((purpose) => anyone({ purpose }, { hash: '#a.secret' })),
    forgotPassword: anyone(),
    invitation: anyone({}, { hash }),
    welcome: learner(),

    me: [learner(), organizer()],
    myEvents: learner(),
    myEvent: learner({ registrationId: place.id }),
    myCertificates: learner(),
    myCertificate: learner({ certificateId: certificate.id }),
    myCpd: learner(),
    myNotifications: [learner(), organizer()],
    myPayments: [learner(), { ...learner(), search: `?payment=${paid.id}` }],
    myProfile: learner(),
    mySecurity: learner(),
    myOrganizations: [learner(), organizer()],
    newOrganization: learner(),
    zoomReturn: organizer(),

    operate: operator,
    operateFlagged: operator,
    operateDebts: operator,
    operateJobs: operator,
    operatePlans: operator,
    operateTax: operator,

    org: organizer(),
    orgEvents: organizer(),
    orgNewEvent: organizer(),
    orgCertificates: organizer(),
    orgCredit: organizer(),
    orgCreditBodies: organizer(),
    orgCreditDesignations: organizer(),
    orgCreditRule: organizer({ ruleSetId: ruleSet.id }),
    orgPromoCodes: organizer(),
    orgPromoBatches: organizer(),
    orgPromoReport: organizer(),
    orgPromoCode: organizer({ promoCodeId: code.id }),
    orgFinance: organizer(),
    orgFinanceRefunds: organizer(),
    orgFinanceDisputes: organizer(),
    orgFinanceDocuments: organizer(),
    orgFinanceLedger: organizer(),
    orgFinancePayouts: organizer(),
    orgPayment: [due, paid].map(({ id }) => organizer({ paymentId: id })),
    orgTeam: organizer(),
    orgBilling: organizer(),
    orgIntegrations: organizer(),
    orgSettings: organizer(),
    orgAudit: organizer(),

    orgEvent: [draft, published, live, completed].map((event) => of(event)),
    orgEventEdit: ['basics', 'tickets', 'page', 'questions'].map((section) => of(published, { section })),
    orgEventRegistrations: of(completed),
    orgEventWaitlist: of(published),
    orgEventSessions: of(published),
    orgEventPresence: [of(completed), of(live)],
    orgEventTriage: of(completed),
    orgEventClose: [of(completed), of(closed)],
    orgEventCertificates: [of(completed), of(closed)],
    orgEventFinance: of(published),
    orgEventSettings: of(published),
  };
}

/** The demo organization sells a place to a guest, who has not paid yet, and to Maya, who has. */
async function sold(owner, token) {
  await sells(owner);
  const event = await pricedEvent(owner, { title: 'Wounds, in small groups' });
  const { payment: due } = await heldPlace(event, address('buyer'));
  const { payment: paid } = await paidPlace(event, MAYA, { token });
  return { due, paid };
}

function fail(what) {
  throw new Error(`The demo data have ${what}`);
}
