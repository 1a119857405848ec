/** Days of an address as moments: a day is that of whoever reads it. */
function midnight(day: string, later: number): string | undefined {
  if (day === '') return undefined;
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + later);
  return at.toISOString();
}

/** The last day is meant whole, while the API ends before its moment. */
export const period = ({ from, to }: { from: string; to: string }): { from?: string; to?: string } => ({ from: midnight(from, 0), to: midnight(to, 1) });
