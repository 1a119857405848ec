import type { RouteObject } from 'react-router';
import { areaRoutes } from '@/app/routes/area';
import { routes } from '@/app/routes/table';

const [root] = routes;

/** The whole tree, with the area that the real router adds when it is first entered. */
export const wholeApp: RouteObject[] = [{ ...root, children: [...(root?.children ?? []), ...areaRoutes] } as RouteObject];
