import { useInfiniteQuery } from '@tanstack/react-query';
import { BadgeCheck, Building2 } from 'lucide-react';
import { discovery } from './api';
import messages from './messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useUrlState } from '@/lib/url-state';
import { OrgMark } from '@/ui/avatar';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { OneField } from '@/ui/form/one-field';
import { PageHeader } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';
import { AppLink } from '@/ui/text-link';

/** P11: the organizers with a public page. */
export default function OrganizationsPage() {
  const t = useText(messages);
  const [{ q }, change] = useUrlState({ q: '' });
  const list = useInfiniteQuery(discovery.organizers(q));
  const rows = rowsOf(list.data);
  return (
    <div className="page-width max-w-4xl space-y-8 py-8 md:py-12">
      <PageHeader title={t('organizations')} lead={t('organizations.lead')} />
      <search className="max-w-form">
        <OneField type="search" label={t('organizations.search')} submit={t('filter.search')} check={() => null} onSubmit={(text) => change({ q: text.trim() })} />
      </search>
      {list.isPending && <SkeletonRows />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={Building2} title={q === '' ? t('organizations.none') : t('organizations.noMatch', { q })} />
      )}
      {rows.length > 0 && (
        <ul className="divide-y divide-line rounded-control border border-line bg-surface shadow-raised">
          {rows.map(({ slug, name, description, logo_url: logo, verified, upcoming }) => (
            <li key={slug} className="relative flex items-start gap-4 p-4 hover:bg-sunken/60">
              <OrgMark name={name} src={logo} />
              <div className="min-w-0 flex-1">
                <h2 className="flex items-center gap-1.5 font-semibold">
                  <AppLink to={paths.organization({ slug })} className="text-ink no-underline after:absolute after:inset-0 hover:text-accent">
                    {name}
                  </AppLink>
                  {verified && <BadgeCheck role="img" aria-label={t('verified')} className="size-4 text-accent" />}
                </h2>
                {description != null && <p className="line-clamp-2 text-14 text-ink-muted">{description}</p>}
                <p className="text-14 text-ink-muted">{t('organizations.upcoming', { n: upcoming })}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Pager
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        failed={list.isFetchNextPageError}
        onMore={() => void list.fetchNextPage()}
        shown={rows.length}
      />
    </div>
  );
}
