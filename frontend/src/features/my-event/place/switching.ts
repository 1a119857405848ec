import type { Personal } from '@/features/my-event/api';
import { parallelOf } from '@/lib/parallel';

/** Whether there is anything to choose. */
export function canSwitch({ event, registration: { status, can_edit: open, unnamed } }: Personal): boolean {
  return status === 'confirmed' && open && !unnamed && event.status === 'published' && (event.format === 'hybrid' || parallelOf(event.sessions).length > 0);
}
