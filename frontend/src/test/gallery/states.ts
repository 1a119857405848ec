import type { States } from '@/test/states';

export const states: States = {
  controls: { at: '/gallery/controls', answers: {} },
  feedback: { at: '/gallery/feedback', answers: {} },
  figures: { at: '/gallery/figures', answers: {} },
};
