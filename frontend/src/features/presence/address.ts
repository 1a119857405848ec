/** What stands beside the list has an address, and the list keeps its own. */
export const PERSON = 'correct';
export const ROLL = 'roll';

export function addressWith(params: URLSearchParams, name: string, value: string | null): string {
  const next = new URLSearchParams(params);
  if (value === null) next.delete(name);
  else next.set(name, value);
  return `?${next.toString()}`;
}
