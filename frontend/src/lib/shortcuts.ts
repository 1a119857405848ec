/**
 * Keys of one letter (UX-31): off while something is typed or stands over the page, and off for
 * good where a person wants it, since speech input would press them by accident (WCAG 2.1.4).
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';

const KEPT = 'accredit.keys';
const listeners = new Set<() => void>();

function isOn(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'off';
  } catch {
    return true;
  }
}

function setOn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, 'off');
  } catch {
    // A refused storage forgets the choice; nothing else depends on it.
  }
  for (const tell of listeners) tell();
}

export function useShortcutsOn(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, isOn);
  return [on, setOn];
}

const TYPED = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="dialog"], [role="listbox"]';

function isMeant(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.target instanceof Element && event.target.closest(TYPED) !== null) return false;
  return document.querySelector('[role="dialog"]') === null;
}

/** `useShortcuts({ s: skip, '1': () => take(0) })`; every key has a visible control beside it. */
export function useShortcuts(keys: Record<string, () => void>): void {
  const [on] = useShortcutsOn();
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      const act = latest.current[event.key.toLowerCase()];
      if (act === undefined || !isMeant(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [on]);
}
