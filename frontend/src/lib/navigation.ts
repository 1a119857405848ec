/** Whether the person has moved inside the app: only then the heading takes the focus (UX-33). */
let moved = false;

export function setNavigated(): void {
  moved = true;
}

export function hasNavigated(): boolean {
  return moved;
}

/** Leaves the app for a page of a vendor. */
export function leaveFor(url: string): void {
  globalThis.location.assign(url);
}
