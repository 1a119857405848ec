import type { Filter, Listed } from './api';
import { period } from '@/lib/format/days';

/** As it stands in the address: days as the person typed them. */
export const NONE = { q: '', status: '', event: '', flagged: '', from: '', to: '' };
export type Asked = typeof NONE;

export const STATUSES: Listed['status'][] = ['paid', 'open', 'processing', 'draft', 'failed', 'expired', 'canceled'];

const given = (text: string) => (text === '' ? undefined : text);

export function filterOf({ q, status, event, flagged, ...days }: Asked): Filter {
  return { q: given(q), status: given(status), event_id: given(event), flagged: flagged === '' ? undefined : true, ...period(days) };
}
