import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Outlet } from 'react-router';
import messages from '@/app/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Brand } from '@/ui/brand';
import { ExitContext, type Exit } from '@/ui/focus-exit';
import { AppLink } from '@/ui/text-link';

/** No navigation, one exit that says where it goes; a page names it with `useExit`. */
export function FocusShell() {
  const t = useText(messages);
  const [exit, setExit] = useState<Exit | null>(null);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b border-line bg-surface print:hidden">
        <div className="page-width flex h-16 items-center gap-4">
          <Brand markBelow="sm" />
          <AppLink
            to={exit?.to ?? paths.home()}
            className="ms-auto inline-flex h-11 min-w-0 items-center gap-2 rounded-control px-3 text-14 font-semibold text-ink-muted no-underline hover:bg-sunken hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-4 shrink-0 rtl:rotate-180" />
            <span className="truncate">{t('exit', { where: exit?.label ?? t('brand') })}</span>
          </AppLink>
        </div>
      </header>
      <main id="main" className="page-width flex-1 py-8 md:py-12">
        <ExitContext value={setExit}>
          <Outlet />
        </ExitContext>
      </main>
    </div>
  );
}
