import type { Filter } from './api';

/** As it stands in the address: days as the person typed them. */
export const NONE = { action: '', actor: '', target: '', from: '', to: '' };
type Asked = typeof NONE;

/** Nouns of the log; the API takes a noun for all that happened to it. */
export const NOUNS = [
  'organization', 'member', 'invitation', 'certificates', 'certificate', 'certificate-settings', 'award', 'gate', 'designation',
  'body', 'rule-set', 'zoom',
] as const;

const given = (text: string) => (text === '' ? undefined : text);

/** Local midnight, as the days of the log are those of its reader. */
function midnight(day: string, later: number): string | undefined {
  if (day === '') return undefined;
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + later);
  return at.toISOString();
}

/** The last day is meant whole, while the API ends before its moment. */
export function filterOf({ action, actor, target, from, to }: Asked): Filter {
  return { action: given(action), actor: given(actor), target: given(target), from: midnight(from, 0), to: midnight(to, 1) };
}
