import { Bell as BellIcon, Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { Navigate, Outlet, useLocation, useParams } from 'react-router';
import messages from './messages.en.json';
import { AccountMenu } from './account-menu';
import { ClosingBanner } from './closing-banner';
import { Sidebar } from './sidebar';
import { PlanBanner } from '@/features/billing/plan-banner';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { membership } from '@/lib/permissions';
import { meQuery, type Me } from '@/lib/session/me';
import { useSession } from '@/lib/session/use-session';
import { Brand } from '@/ui/brand';
import { CountBadge } from '@/ui/count-badge';
import { Drawer } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { IconButton } from '@/ui/icon-button';
import { PlaceContext } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { AppLink } from '@/ui/text-link';
import { useQuery } from '@tanstack/react-query';

/** The signed-in app: sidebar, rail from 768 px, drawer below; asks for a sign-in first. */
export function AppShell() {
  const state = useSession();
  const here = useLocation();
  const me = useQuery({ ...meQuery, enabled: state !== 'out' });
  if (state === 'out') return <Navigate replace to={paths.signIn(null, { next: here.pathname + here.search })} />;
  if (me.data) return <Frame me={me.data} />;
  return (
    <main id="main" className="page-width py-8">
      {me.error ? <ErrorState page error={me.error} onRetry={() => void me.refetch()} /> : <SkeletonPage />}
    </main>
  );
}

function Frame({ me }: { me: Me }) {
  const t = useText(messages);
  const { orgId = '' } = useParams();
  const held = membership(me, orgId);
  const operates = useLocation().pathname.startsWith(paths.operate());
  const place = held?.name ?? t(operates ? 'nav.platform' : 'nav.myCpd');
  return (
    <PlaceContext value={place}>
      <div className="md:grid md:min-h-dvh md:grid-cols-[4rem_minmax(0,1fr)] lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh overflow-y-auto border-e border-line bg-surface md:block print:hidden">
          <AppLink to={paths.home()} className="mx-3 flex h-16 items-center rounded-control px-1.5 no-underline">
            <Brand markBelow="lg" />
          </AppLink>
          <div className="hidden lg:block">
            <Sidebar me={me} />
          </div>
          <div className="lg:hidden">
            <Sidebar me={me} rail />
          </div>
        </aside>
        <div className="flex min-w-0 flex-col">
          <TopBar me={me} place={place} />
          {held && (held.closes_at == null ? <PlanBanner key={orgId} held={held} /> : <ClosingBanner held={held} at={held.closes_at} />)}
          <main id="main" className="page-width flex-1 py-6 md:py-8">
            <Outlet />
          </main>
        </div>
      </div>
    </PlaceContext>
  );
}

function TopBar({ me, place }: { me: Me; place: string }) {
  const t = useText(messages);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <header className="sticky top-0 z-sticky border-b border-line bg-surface print:hidden">
      <div className="flex h-14 items-center gap-2 px-2 md:h-16 md:px-6 lg:px-8">
        <IconButton className="md:hidden" label={t('nav.open')} icon={<MenuIcon />} aria-expanded={open} onClick={() => setOpen(true)} />
        <p className="min-w-0 flex-1 truncate font-semibold text-ink-muted">{place}</p>
        <Bell unread={me.unread_notifications} />
        <AccountMenu me={me} />
      </div>
      <Drawer open={open} onClose={close} title={<Brand />}>
        <div className="-mx-4 -mt-3 md:-mx-6">
          <Sidebar me={me} onFollow={close} />
        </div>
      </Drawer>
    </header>
  );
}

/** How many are unread, in words as well; the inbox is one press away. */
function Bell({ unread }: { unread: number }) {
  const t = useText(messages);
  return (
    <AppLink
      to={paths.myNotifications()}
      aria-label={t('nav.notifications', { n: unread })}
      className="flex h-11 min-w-11 items-center justify-center gap-1 rounded-control px-2 text-ink-muted hover:bg-sunken hover:text-ink"
    >
      <BellIcon aria-hidden className="size-5 shrink-0" />
      {unread > 0 && (
        <span aria-hidden className="flex">
          <CountBadge count={Math.min(unread, 99)} tone="accent" />
        </span>
      )}
    </AppLink>
  );
}
