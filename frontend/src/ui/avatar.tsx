import { cn } from './cn';

const SIZES = { small: 'size-8 text-12', medium: 'size-10 text-14', large: 'size-16 text-20' };

interface Props {
  name: string;
  src?: string | null;
  size?: keyof typeof SIZES;
}

/** Stands beside the name, so it says nothing itself. */
export function Avatar({ name, src, size = 'medium' }: Props) {
  return <Mark name={name} src={src} className={cn('rounded-full bg-accent-soft text-on-accent-soft', SIZES[size])} />;
}

export function OrgMark({ name, src, size = 'medium' }: Props) {
  return (
    <Mark name={name} src={src} className={cn('rounded-control border border-line bg-surface text-accent', SIZES[size])} />
  );
}

function Mark({ name, src, className }: { name: string; src?: string | null; className: string }) {
  const shape = cn('inline-grid shrink-0 place-items-center overflow-hidden font-semibold select-none', className);
  if (src) return <img alt="" src={src} className={cn(shape, 'object-cover')} />;
  // Drawn, not written: as text they would belong to the name of a button that holds only them (WCAG 2.5.3).
  return <span aria-hidden data-initials={initials(name)} className={cn(shape, 'before:content-[attr(data-initials)]')} />;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = (word: string | undefined) => Array.from(word ?? '')[0] ?? '';
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toLocaleUpperCase();
}
