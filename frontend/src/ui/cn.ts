import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['12', '14', '16', '18', '20', '24', '30', '36'],
      radius: ['chip', 'control', 'dialog', 'full'],
      shadow: ['raised', 'floating', 'modal'],
    },
  },
});

/** Joins classes; the later one wins where two set the same property. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
