import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { RouterProvider } from 'react-router';
import { queryClient } from './query-client';
import { router } from './router';
import { clearDrafts } from '@/lib/form/draft';
import { session } from '@/lib/session/store';
import { followSystemTheme } from '@/lib/theme';

export function App() {
  useEffect(followSystemTheme, []);
  useEffect(
    () =>
      session.follow(() => {
        queryClient.clear();
        clearDrafts();
      }),
    [],
  );
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
