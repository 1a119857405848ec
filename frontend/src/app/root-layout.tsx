import { Outlet, ScrollRestoration } from 'react-router';
import { GlobalBanners } from './global-banners';
import messages from './messages.en.json';
import { SignInAgain } from './sign-in-again';
import { useText } from '@/lib/i18n/use-text';
import { Toaster } from '@/ui/toaster';

export function RootLayout() {
  const t = useText(messages);
  return (
    <>
      <a
        href="#main"
        className="fixed start-4 top-2 z-toast -translate-y-20 rounded-control bg-accent px-4 py-2 font-semibold text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <GlobalBanners />
      <Outlet />
      <SignInAgain />
      <Toaster undoLabel={t('undo')} />
      <ScrollRestoration />
    </>
  );
}
