/** Pages of the platform's own people; who is none of them finds nothing there. */
import type { RouteObject } from 'react-router';
import { page } from '../page-route';
import { paths } from '@/lib/paths';

const parts: RouteObject[] = [
  page({ path: '' }, () => import('@/features/operate/findings/findings-page')),
  page(paths.operateFlagged, () => import('@/features/operate/flagged/flagged-page')),
  page(paths.operateDebts, () => import('@/features/operate/debts/debts-page')),
  page(paths.operateTax, () => import('@/features/operate/tax/tax-rules-page')),
  page(paths.operateJobs, () => import('@/features/operate/jobs/jobs-page')),
  page(paths.operatePlans, () => import('@/features/operate/plans/plans-page')),
];

export const operateRoutes: RouteObject[] = [page(paths.operate, () => import('@/features/operate/operate-page'), { children: parts })];
