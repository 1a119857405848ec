import type { ComponentType } from 'react';
import { Controls } from './controls';
import { Feedback } from './feedback';
import { Figures } from './figures';

/** A feature's states are added here: `import { VerificationStates } from '@/features/…/states'`. */
export const sheets: Record<string, ComponentType> = {
  controls: Controls,
  feedback: Feedback,
  figures: Figures,
};
