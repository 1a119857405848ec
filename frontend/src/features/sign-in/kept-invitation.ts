/**
 * The invitation that a person is answering, while they sign up or in: in memory of this tab only,
 * since a secret belongs neither in the address nor in storage (UX-46).
 */
let kept: string | null = null;

export function keepInvitation(token: string): void {
  kept = token;
}

export function takeInvitation(): string | null {
  return kept;
}
