import { useQuery, type QueryClient } from '@tanstack/react-query';
import { home } from './api';
import { CreditFigures, NewCertificates } from './earned';
import messages from './messages.en.json';
import { NextEvents } from './next-events';
import { Unfinished } from './unfinished';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useMe } from '@/lib/session/me';
import { Banner } from '@/ui/banner';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient): void {
  prefetchWith(client, home.upcoming);
  prefetchWith(client, home.certificates);
}

/** M1: the next event with Join, what is unfinished, what was earned. */
export default function MyHomePage() {
  const t = useText(messages);
  const me = useMe();
  const past = useQuery(home.past);
  return (
    <div className="space-y-8">
      <PageHeader title={t('hello', { name: me?.full_name ?? '' })} actions={<ButtonLink to={paths.events()}>{t('find')}</ButtonLink>} />
      {me?.onboarding_completed === false && (
        <Banner title={t('setup')} actions={<ButtonLink to={paths.welcome()}>{t('setup.open')}</ButtonLink>}>
          {t('setup.body')}
        </Banner>
      )}
      <Unfinished rows={past.data?.data ?? []} />
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <NextEvents />
        <div className="space-y-6">
          <CreditFigures />
          <NewCertificates />
        </div>
      </div>
    </div>
  );
}
