import { clsx, type ClassValue } from 'clsx';

/*
 * Which property a class sets, for those that callers override. tailwind-merge knows all of them
 * for 8 kB, which the first load of the public pages cannot spare (UX-41).
 */
const GROUPS: [RegExp, string?][] = [
  [/^(block|inline|inline-block|flex|inline-flex|grid|inline-grid|hidden|table|contents)$/, 'display'],
  [/^(static|relative|absolute|fixed|sticky)$/, 'position'],
  [/^text-\d+$/, 'text-size'],
  [/^text-(start|end|center|left|right)$/, 'text-align'],
  [/^text-(balance|wrap|nowrap|pretty)$/, 'text-wrap'],
  [/^text-[a-z]/, 'text-colour'],
  [/^font-(normal|medium|semibold|bold)$/, 'weight'],
  [/^font-(sans|mono)$/, 'family'],
  [/^bg-[a-z]/, 'background'],
  [/^border(-\d+)?$/, 'border-width'],
  [/^border-(solid|dashed|none)$/, 'border-style'],
  [/^border-[a-z][a-z]/, 'border-colour'],
  [/^rounded(-|$)/, 'radius'],
  [/^(min-h|min-w|max-h|max-w|h|w|size|px|py|pt|pb|ps|pe|p|mx|my|mt|mb|ms|me|m)-/],
  [/^-?(gap-x|gap-y|gap|space-x|space-y|inset-x|inset-y|inset|top|bottom|start|end|z)-/],
  [/^(items|justify|self|shadow|opacity|basis|order|col-span|grid-cols|leading|tracking)-/],
];

function propertyOf(name: string): string | null {
  const bare = name.slice(name.lastIndexOf(':') + 1);
  const variants = name.slice(0, name.length - bare.length);
  if (name.includes('[')) return null;
  for (const [pattern, property] of GROUPS) {
    const found = pattern.exec(bare);
    if (found) return variants + (property ?? found[1] ?? '');
  }
  return null;
}

/** Joins classes; the later one wins where two set the same property under the same condition. */
export function cn(...classes: ClassValue[]): string {
  const kept = new Map<string, string>();
  for (const name of clsx(classes).split(' ')) {
    const property = propertyOf(name) ?? name;
    kept.delete(property);
    if (property.endsWith('size') && !property.endsWith('text-size')) {
      const variants = property.slice(0, -'size'.length);
      kept.delete(`${variants}h`);
      kept.delete(`${variants}w`);
    }
    kept.set(property, name);
  }
  return [...kept.values()].join(' ');
}
