/** Pages without navigation and with one exit: registration, sign-in and start. */
import type { RouteObject } from 'react-router';
import { page } from '../page-route';
import { paths } from '@/lib/paths';

export const focusRoutes: RouteObject[] = [
  page(paths.register, () => import('@/features/registration/register-page')),
  page(paths.checkoutReturn, () => import('@/features/checkout/return-page')),
  page(paths.signIn, () => import('@/features/sign-in/sign-in-page')),
  page(paths.signUp, () => import('@/features/sign-in/sign-up-page')),
  page(paths.link, () => import('@/features/sign-in/link-page')),
  page(paths.forgotPassword, () => import('@/features/sign-in/forgot-password-page')),
  page(paths.invitation, () => import('@/features/sign-in/invitation-page')),
  page(paths.welcome, () => import('@/features/sign-in/welcome-page')),
];
