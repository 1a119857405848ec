/** The look that text-like controls share; state comes from aria, not from props. */
export const inputStyle = [
  'control-height w-full min-w-0 rounded-control border border-control bg-surface px-3 text-16 text-ink',
  'transition-[border-color,box-shadow] duration-120 hover:border-ink-subtle',
  'focus:border-accent focus:outline-2 focus:outline-offset-2 focus:outline-focus',
  '[&[readonly]]:border-line [&[readonly]]:bg-sunken disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-subtle',
  'aria-invalid:border-danger aria-invalid:shadow-[inset_0_0_0_1px_var(--danger)]',
].join(' ');
