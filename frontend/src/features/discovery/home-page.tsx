import { useQuery, type QueryClient } from '@tanstack/react-query';
import { discovery } from './api';
import { CardSkeletons, Cards } from './cards';
import { Chain } from './chain';
import messages from './messages.en.json';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink, TextLink } from '@/ui/text-link';

const NEXT = 6;

export function prefetch(client: QueryClient): void {
  prefetchWith(client, discovery.next(NEXT));
}

/** P1: the chain on one real example, and the next public events. */
export default function HomePage() {
  const t = useText(messages);
  return (
    <div className="page-width space-y-16 py-10 md:py-16">
      <div className="max-w-3xl space-y-6 [&_h1]:text-30 md:[&_h1]:text-36">
        <PageHeader title={t('home.title')} lead={t('home.lead')} />
        <div className="flex flex-wrap gap-3">
          <ButtonLink variant="primary" size="large" to={paths.events()}>
            {t('home.find')}
          </ButtonLink>
          <ButtonLink size="large" to={paths.signUp(null, { intent: 'organizer' })}>
            {t('home.run')}
          </ButtonLink>
        </div>
      </div>
      <Chain />
      <NextEvents />
      <section className="grid gap-4 md:grid-cols-3">
        {(['attend', 'organize', 'verify'] as const).map((one) => (
          <div key={one} className="rounded-control border border-line bg-surface p-5 shadow-raised">
            <h2 className="text-18 font-semibold">{t(`home.${one}`)}</h2>
            <p className="mt-1 mb-3 text-ink-muted">{t(`home.${one}Body`)}</p>
            <TextLink to={one === 'attend' ? paths.events() : one === 'organize' ? paths.signUp(null, { intent: 'organizer' }) : paths.verify()}>
              {t(`home.${one}Link`)}
            </TextLink>
          </div>
        ))}
      </section>
    </div>
  );
}

/** Absent when there is none or the server does not answer: the page stands without it. */
function NextEvents() {
  const t = useText(messages);
  const { data, isPending } = useQuery(discovery.next(NEXT));
  if (!isPending && (data?.data.length ?? 0) === 0) return null;
  return (
    <section className="space-y-4">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 className="text-24 font-bold">{t('home.next')}</h2>
        <TextLink to={paths.events()}>{t('allEvents')}</TextLink>
      </div>
      {data ? <Cards events={data.data} /> : <CardSkeletons count={3} />}
    </section>
  );
}
