import { Outlet } from 'react-router';
import messages from '@/app/messages.en.json';
import { PublicFooter } from './public-footer';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useMe } from '@/lib/session/me';
import { useSession } from '@/lib/session/use-session';
import { Avatar } from '@/ui/avatar';
import { Brand } from '@/ui/brand';
import { AppLink, ButtonLink } from '@/ui/text-link';

const LINK =
  'inline-flex h-11 items-center rounded-control px-2 md:px-3 text-14 md:text-16 font-semibold text-ink-muted no-underline transition-colors duration-120 hover:bg-sunken hover:text-ink';

export function PublicShell() {
  const t = useText(messages);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b border-line bg-surface print:hidden">
        <div className="page-width flex h-16 items-center gap-1 md:gap-2">
          <AppLink to={paths.home()} className="me-auto rounded-control no-underline md:me-4">
            <Brand markBelow="sm" />
          </AppLink>
          <nav aria-label={t('nav.main')} className="flex items-center md:me-auto">
            <AppLink to={paths.events()} className={LINK}>
              {t('nav.find')}
            </AppLink>
            <AppLink to={paths.verify()} className={LINK}>
              <span className="max-md:hidden">{t('nav.verify')}</span>
              <span className="md:hidden">{t('nav.verifyShort')}</span>
            </AppLink>
          </nav>
          <AccountCorner />
        </div>
      </header>
      <main id="main" className="flex-1">
        <Outlet />
      </main>
      <PublicFooter />
    </div>
  );
}

function AccountCorner() {
  const t = useText(messages);
  const signedIn = useSession() === 'in';
  const me = useMe();
  if (!signedIn) {
    return (
      <ButtonLink to={paths.signIn()} size="small">
        {t('nav.signIn')}
      </ButtonLink>
    );
  }
  return (
    <AppLink to={paths.me()} className={LINK}>
      {me && <Avatar name={me.full_name} size="small" />}
      <span className="ms-2">{t('nav.myCpd')}</span>
    </AppLink>
  );
}
