/** Pages without navigation and with one exit: registration, sign-in and start. */
import type { RouteObject } from 'react-router';

export const focusRoutes: RouteObject[] = [];
