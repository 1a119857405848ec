import { createBrowserRouter } from 'react-router';
import { preloadFrom } from './page-route';
import { areaOf, ROOT, routes } from './routes/table';
import { setNavigated } from '@/lib/navigation';
import { setPreloader } from '@/lib/preload';

let areaAdded = false;

export const router = createBrowserRouter(routes, {
  patchRoutesOnNavigation: async ({ path, patch }) => {
    if (areaAdded) return;
    const area = await areaOf(path);
    if (area.length === 0) return;
    areaAdded = true;
    patch(ROOT, area);
  },
});

setPreloader(preloadFrom(async (path) => [...(await areaOf(path)), ...routes]));
const first = router.state.location.key;
router.subscribe(({ location }) => {
  if (location.key !== first) setNavigated();
});
