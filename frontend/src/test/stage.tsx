/** Shows one state of the gallery as the whole app would: `/stage.html?state=verification/valid`. */
import '@/ui/theme.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { allStates, fetchOf } from './all-states';
import { wholeApp } from './whole-app';
import { makeQueryClient } from '@/app/query-client';
import { chooseLanguage } from '@/lib/i18n/locale';
import { session } from '@/lib/session/store';

const asked = new URLSearchParams(location.search);
const name = asked.get('state') ?? '';
const state = allStates[name];
const root = document.getElementById('root');
document.documentElement.dataset.states = JSON.stringify(Object.keys(allStates));
document.documentElement.dataset.theme = asked.get('theme') ?? 'light';

if (root !== null && state === undefined) createRoot(root).render(<Index />);
if (root !== null && state !== undefined) {
  globalThis.fetch = fetchOf(state);
  session.signedOut();
  if (state.me) session.signedIn({ access_token: 't', expires_in: 600, user: state.me });
  await chooseLanguage(asked.get('locale') ?? 'en');
  createRoot(root).render(
    <QueryClientProvider client={makeQueryClient({ retries: 0 })}>
      <RouterProvider router={createMemoryRouter(wholeApp, { initialEntries: [state.at] })} />
    </QueryClientProvider>,
  );
}

function Index() {
  return (
    <ul className="columns-xs p-6">
      {Object.keys(allStates).map((one) => (
        <li key={one}>
          <a className="text-accent" href={`?state=${one}`}>
            {one}
          </a>
        </li>
      ))}
    </ul>
  );
}
