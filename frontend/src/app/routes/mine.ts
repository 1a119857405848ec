/** Pages of the signed-in person. */
import type { RouteObject } from 'react-router';

export const mineRoutes: RouteObject[] = [];
