import type { Batch, Code } from './api';

export function aCode(change: Partial<Code> = {}): Code {
  return {
    id: 'pc1', code: 'SPRING', status: 'active', redeemed: 12, reserved: 1, batch_id: null, created_at: '2026-10-01T10:00:00Z', updated_at: '2026-10-01T10:00:00Z', version: 3,
    rules: { kind: 'percent', percent_bp: 3300, scope: 'all', max_uses: 50, valid_until: '2026-12-31T22:59:00Z', attribution: 'Swiss Society of Nephrology' },
    ...change,
  };
}

export function aBatch(change: Partial<Batch> = {}): Batch {
  return { id: 'pb1', prefix: 'VOUCHER-', count: 500, redeemed: 41, created_at: '2026-10-01T10:00:00Z', file: '/api/v1/promo-codes/batches/pb1/file', ...change };
}
