/** Pages in the public shell: anyone may open them. */
import type { RouteObject } from 'react-router';
import { page } from '../page-route';
import { paths } from '@/lib/paths';

export const publicRoutes: RouteObject[] = [
  page(paths.home, () => import('@/features/discovery/home-page')),
  page(paths.events, () => import('@/features/discovery/events-page')),
  page(paths.event, () => import('@/features/discovery/event-page')),
  page(paths.organizations, () => import('@/features/discovery/organizations-page')),
  page(paths.organization, () => import('@/features/discovery/organization-page')),
  page(paths.personal, () => import('@/features/my-event/personal-page')),
  page(paths.join, () => import('@/features/my-event/join-page')),
  page(paths.unsubscribe, () => import('@/features/notices/unsubscribe-page')),
  page(paths.pricing, () => import('@/features/billing/pricing/pricing-page')),
  page(paths.verify, () => import('@/features/verification/verify-page')),
  page(paths.verdict, () => import('@/features/verification/verdict-page')),
];
