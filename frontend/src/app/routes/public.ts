/** Pages in the public shell: anyone may open them. */
import type { RouteObject } from 'react-router';
import { page } from '../page-route';
import { paths } from '@/lib/paths';

export const publicRoutes: RouteObject[] = [
  page(paths.verify, () => import('@/features/verification/verify-page')),
  page(paths.verdict, () => import('@/features/verification/verdict-page')),
];
