import { aBatch, aCode } from './fixtures';
import { anEvent, LONGEST, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/promo-codes`;
const P = 'GET /api/v1/promo-codes';
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const answers: Record<string, Answer> = {
  'GET /api/v1/payments/account': body({ account: null }),
  [`${P}/batches`]: page(aBatch(), aBatch({ id: 'pb2', prefix: '' })),
  [`${P}/report`]: body({
    data: [
      { attribution: LONGEST, redeemed: 12, reserved: 1, discount: eur(7_920), revenue: eur(16_068) },
      { attribution: null, redeemed: 0, reserved: 2, discount: null, revenue: null },
    ],
  }),
  [`${P}/:id/redemptions`]: page({
    id: 'u1', state: 'redeemed', discount: eur(660), created_at: '2026-11-01T10:00:00Z', redeemed_at: '2026-11-01T10:03:00Z', released_at: null, event_id: anEvent().id,
    event_title: LONGEST, ticket_type: 'Standard', payment_id: 'p1', registration_id: 'r1',
  }),
  [P]: page(
    aCode(),
    aCode({ id: 'pc2', code: 'ARBEITSGEMEINSCHAFT-FUER-TRANSPLANTATION', status: 'scheduled', rules: { kind: 'amount_off', amount: eur(1_000), attribution: LONGEST } }),
    aCode({ id: 'pc3', code: 'OPEN', status: 'used_up', rules: { kind: 'unlock', max_uses: 1 } }),
  ),
  [`${P}/:id`]: body(aCode({ rules: { kind: 'percent', percent_bp: 3300, cap: eur(5_000), scope: 'listed', event_ids: [anEvent().id], ticket_type_ids: ['t9'], first_time_only: true } })),
  'GET /api/v1/events/:id': body(anEvent({ title: LONGEST })),
};
const shown = (address: string, change: Record<string, Answer> = {}): State => ({ at: address, me: me(), answers: { ...answers, ...change } });
const failures = (address: string, question: string) => failuresOf(address, question, answers, me());

export const states: States = {
  ...statesOf('codes', {
    full: shown(at),
    'first-use': shown(at, { [P]: page() }),
    'no-match': shown(`${at}?q=nothing`, { [P]: page() }),
    'no-right': { at, me: me(['view-organization']), answers: {} },
    ...failures(at, P),
  }),
  ...statesOf('code', { full: shown(`${at}/pc1`), archived: shown(`${at}/pc1`, { [`${P}/:id`]: body(aCode({ status: 'archived' })) }), ...failures(`${at}/pc1`, `${P}/:id`) }),
  ...statesOf('batches', { full: shown(`${at}/batches`), 'first-use': shown(`${at}/batches`, { [`${P}/batches`]: page() }), ...failures(`${at}/batches`, `${P}/batches`) }),
  ...statesOf('report', { full: shown(`${at}/report`), empty: shown(`${at}/report`, { [`${P}/report`]: body({ data: [] }) }), ...failures(`${at}/report`, `${P}/report`) }),
};
