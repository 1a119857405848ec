import type { Filter } from './api';
import { period } from '@/lib/format/days';

/** As it stands in the address: days as the person typed them. */
export const NONE = { action: '', actor: '', target: '', from: '', to: '' };
type Asked = typeof NONE;

/** Nouns of the log; the API takes a noun for all that happened to it. */
export const NOUNS = [
  'organization', 'member', 'ownership', 'invitation', 'certificates', 'certificate', 'certificate-settings', 'award', 'gate', 'designation',
  'body', 'rule-set', 'zoom',
] as const;

const given = (text: string) => (text === '' ? undefined : text);

export function filterOf({ action, actor, target, ...days }: Asked): Filter {
  return { action: given(action), actor: given(actor), target: given(target), ...period(days) };
}
