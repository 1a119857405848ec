/** A key beside the control that it presses; the control itself tells it by `aria-keyshortcuts`. */
export function Key({ children }: { children: string | number }) {
  return (
    <kbd aria-hidden className="inline-grid h-6 min-w-6 shrink-0 place-items-center rounded-chip border border-control bg-sunken px-1.5 font-mono text-12 font-semibold text-ink-muted pointer-coarse:hidden">
      {children}
    </kbd>
  );
}
