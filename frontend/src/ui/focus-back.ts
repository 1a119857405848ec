/** What has the focus now; of an item of a menu the button of the menu, since the item is gone by then. */
export function opener(): HTMLElement | null {
  const held = document.activeElement;
  if (!(held instanceof HTMLElement) || held === document.body) return null;
  const button = held.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return button == null ? held : document.getElementById(button);
}

/** Gives the focus back, or to the heading of the page when what had it is gone; where it was taken meanwhile, it stays. */
export function focusBack(to: HTMLElement | null): void {
  const held = document.activeElement;
  if (held !== null && held !== document.body) return;
  if (to?.isConnected === true) to.focus();
  else focusHeading();
}

/** After an act that takes away the place it was done at, within a page that stays. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('h1[tabindex]')?.focus({ preventScroll: true });
}
