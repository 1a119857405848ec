import { GraduationCap, Presentation } from 'lucide-react';
import { Navigate, useNavigate } from 'react-router';
import { useFinishWelcome, useLinkMine } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useMe } from '@/lib/session/me';
import { useSession } from '@/lib/session/use-session';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';

/** A7: what the address has brought along, and the two ways to begin. */
export default function WelcomePage() {
  const t = useText(messages);
  const navigate = useNavigate();
  const out = useSession() === 'out';
  const me = useMe();
  const finish = useFinishWelcome();
  if (out) return <Navigate replace to={paths.signIn(null, { next: paths.welcome() })} />;
  if (!me) return <SkeletonPage />;
  const own = me.memberships[0];
  const go = (to: string) => {
    finish.mutate();
    void navigate(to);
  };
  return (
    <div className="mx-auto max-w-2xl space-y-6">
      <PageHeader title={t('welcome', { name: me.full_name })} lead={t('welcome.lead')} />
      <Brought />
      <ul className="grid gap-4 sm:grid-cols-2">
        <li className="flex flex-col gap-3 rounded-dialog border border-line bg-surface p-5 shadow-raised">
          <Presentation aria-hidden className="size-8 text-accent" />
          <h2 className="text-20 font-semibold">{t('welcome.run')}</h2>
          <p className="flex-1 text-ink-muted">{t('welcome.runBody')}</p>
          <Button
            variant={own ? 'primary' : 'secondary'}
            onClick={() => go(own ? paths.orgNewEvent({ orgId: own.organization_id }) : paths.newOrganization())}
          >
            {own ? t('welcome.create') : t('welcome.team')}
          </Button>
        </li>
        <li className="flex flex-col gap-3 rounded-dialog border border-line bg-surface p-5 shadow-raised">
          <GraduationCap aria-hidden className="size-8 text-accent" />
          <h2 className="text-20 font-semibold">{t('welcome.learn')}</h2>
          <p className="flex-1 text-ink-muted">{t('welcome.learnBody')}</p>
          <Button variant={own ? 'secondary' : 'primary'} onClick={() => go(paths.me())}>
            {t('welcome.record')}
          </Button>
        </li>
      </ul>
    </div>
  );
}

/** Registrations made as a guest with the same address now belong to the account. */
function Brought() {
  const t = useText(messages);
  const { data } = useLinkMine();
  if (!data) return null;
  return (
    <>
      {data.linked > 0 && (
        <Banner tone="success" title={t('welcome.brought', { n: data.linked })}>
          {t('welcome.broughtBody')}
        </Banner>
      )}
      {data.conflicts.length > 0 && (
        <Banner tone="warning" title={t('welcome.conflicts')}>
          {data.conflicts.map(({ title }) => title).join(', ')}
        </Banner>
      )}
    </>
  );
}
