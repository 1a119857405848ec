/**
 * Which organization this tab began to connect. Zoom sends everybody back to one address of the
 * site, which therefore cannot name it, and the answer must be spent in that organization's name.
 */
const KEY = 'accredit.zoom-organization';

export function keepBegun(org: string): void {
  try {
    sessionStorage.setItem(KEY, org);
  } catch {
    // Without storage the return page asks the person to start again.
  }
}

export function begun(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
