/** Pages of an organization; `needs` names the right, and the shell refuses without it. */
import type { RouteObject } from 'react-router';

export const organizationRoutes: RouteObject[] = [];
