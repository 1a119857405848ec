import { createBrowserRouter } from 'react-router';
import { preloadFrom } from './page-route';
import { routes } from './routes/table';
import { setNavigated } from '@/lib/navigation';
import { setPreloader } from '@/lib/preload';

export const router = createBrowserRouter(routes);

setPreloader(preloadFrom(routes));
const first = router.state.location.key;
router.subscribe(({ location }) => {
  if (location.key !== first) setNavigated();
});
