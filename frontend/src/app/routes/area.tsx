/** The signed-in area: my pages, and those of the organizations. */
import type { RouteObject } from 'react-router';
import { mineRoutes } from './mine';
import { operateRoutes } from './operate';
import { organizationRoutes } from './organization';
import { AppShell } from '@/app/area/app-shell';
import { OrganizationGate } from '@/app/area/organization-gate';
import { RouteError } from '@/app/route-error';

export const areaRoutes: RouteObject[] = [
  {
    Component: AppShell,
    children: [
      {
        ErrorBoundary: RouteError,
        children: [...mineRoutes, ...operateRoutes, { Component: OrganizationGate, children: organizationRoutes }],
      },
    ],
  },
];
