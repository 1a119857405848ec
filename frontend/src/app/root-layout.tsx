import { lazy, Suspense } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { GlobalBanners } from './global-banners';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useProofAsked } from '@/lib/session/proof';
import { useSession } from '@/lib/session/use-session';
import { useToasts } from '@/lib/toasts';

// Rarely needed, so not part of the first load.
const SignInAgain = lazy(async () => ({ default: (await import('./sign-in-again')).SignInAgain }));
const ProofDialog = lazy(async () => ({ default: (await import('@/features/sign-in/proof-dialog')).ProofDialog }));
const Toaster = lazy(async () => ({ default: (await import('@/ui/toaster')).Toaster }));

export function RootLayout() {
  const t = useText(messages);
  const ended = useSession() === 'ended';
  const proofAsked = useProofAsked();
  const told = useToasts().length > 0;
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
      <Suspense>{ended && <SignInAgain />}</Suspense>
      <Suspense>{proofAsked && <ProofDialog />}</Suspense>
      {/* The live region stands before the first toast, or that one would not be read. */}
      <div aria-live="polite">
        <Suspense>{told && <Toaster undoLabel={t('undo')} />}</Suspense>
      </div>
      <ScrollRestoration />
    </>
  );
}
