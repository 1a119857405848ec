/** Query keys of everything about an organization's money: one act may move all of it. */
export const finance = {
  all: (org: string) => ['finance', org] as const,
  of: (org: string, ...rest: unknown[]) => ['finance', org, ...rest] as const,
};
