/** Pages of the signed-in person. */
import type { RouteObject } from 'react-router';
import { page } from '../page-route';
import { paths } from '@/lib/paths';

export const mineRoutes: RouteObject[] = [
  page(paths.me, () => import('@/features/home/my-home-page')),
  page(paths.myEvents, () => import('@/features/my-event/my-events-page')),
  page(paths.myEvent, () => import('@/features/my-event/my-event-page')),
  page(paths.myCertificates, () => import('@/features/certificates/my-certificates-page')),
  page(paths.myCertificate, () => import('@/features/certificates/my-certificate-page')),
  page(paths.myCpd, () => import('@/features/certificates/my-record-page')),
  page(paths.myNotifications, () => import('@/features/notices/notifications-page')),
  page(paths.myPayments, () => import('@/features/checkout/my-payments-page')),
  page(paths.myProfile, () => import('@/features/account/profile-page')),
  page(paths.mySecurity, () => import('@/features/account/security-page')),
  page(paths.myOrganizations, () => import('@/features/account/organizations-page')),
  page(paths.newOrganization, () => import('@/features/organization/new-organization-page')),
  page(paths.zoomReturn, () => import('@/features/zoom/return-page')),
];
