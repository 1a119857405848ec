/** Results of one's own action that are seen elsewhere (UX-27); never the only sign of an error. */
import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  text: string;
  tone: 'info' | 'success' | 'warning' | 'danger';
  undo?: () => void;
}

let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: Toast[]): void {
  toasts = next;
  for (const tell of listeners) tell();
}

/** `toast('Invitation sent')`; with `undo` it stays 10 s instead of 5. */
export function toast(text: string, options: { tone?: Toast['tone']; undo?: () => void } = {}): void {
  last += 1;
  set([...toasts.slice(-2), { id: last, text, tone: options.tone ?? 'success', undo: options.undo }]);
}

export function dismissToast(id: number): void {
  set(toasts.filter((one) => one.id !== id));
}

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
