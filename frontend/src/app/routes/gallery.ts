/** The state gallery, for development only: release builds do not hold it (UX-47). */
import type { RouteObject } from 'react-router';
import { page } from '../page-route';

export const galleryRoutes: RouteObject[] = import.meta.env.DEV
  ? [page({ path: '/gallery/:sheet?' }, () => import('@/test/gallery/gallery-page'))]
  : [];
