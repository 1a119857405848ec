import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { Plus, TicketPercent } from 'lucide-react';
import { useState } from 'react';
import { useNavigate, type Params } from 'react-router';
import { CodeDialog } from './code-dialog';
import { CodeRows } from './code-rows';
import { codes, type Filter, type Status } from '@/features/promo-codes/api';
import messages from '@/features/promo-codes/messages.en.json';
import { useSoldIn } from '@/features/promo-codes/sold-in';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { PageTitle } from '@/ui/page-header';
import { SearchInput } from '@/ui/search-input';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';

const STATUSES: Status[] = ['active', 'scheduled', 'used_up', 'expired', 'disabled', 'archived'];
const NONE = { q: '', status: '', batch: '', event: '' };
const given = (text: string) => (text === '' ? undefined : text);

const filterOf = ({ q, status, batch, event }: typeof NONE): Filter => ({
  q: given(q),
  status: STATUSES.find((one) => one === status),
  batch_id: given(batch),
  event_id: given(event),
});

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(codes.list(orgId, filterOf(NONE))).catch(() => undefined);
}

export default function CodesPage() {
  const t = useText(messages);
  const org = useOrganization();
  const navigate = useNavigate();
  const [filter, setFilter] = useUrlState(NONE);
  const [adding, setAdding] = useState(false);
  const soldIn = useSoldIn();
  const list = useInfiniteQuery({ ...codes.list(org.id, filterOf(filter)), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  const filtered = Object.values(filter).some((value) => value !== '');
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  );
  return (
    <div className="space-y-6">
      <PageTitle title={t('title')} />
      <div className="flex flex-wrap items-end gap-4">
        <div className="w-full sm:w-72">
          <SearchInput label={t('search')} value={filter.q} onSearch={(q) => setFilter({ q })} />
        </div>
        <Field label={t('state')} filter className="w-full sm:w-52">
          {(control) => (
            <Select
              {...control}
              value={filter.status}
              onChange={({ target }) => setFilter({ status: target.value })}
              options={[{ value: '', label: t('any') }, ...STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))]}
            />
          )}
        </Field>
        {(filtered || rows.length > 0) && <div className="sm:ms-auto">{add}</div>}
      </div>
      {filter.batch !== '' && <Button size="small" onClick={() => setFilter({ batch: '' })}>{t('onlyBatch')}</Button>}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={TicketPercent} title={t(filtered ? 'noMatch' : 'none')} action={filtered ? <Button onClick={() => setFilter(NONE)}>{t('clear')}</Button> : add}>
          {!filtered && t('none.body')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <CodeRows rows={rows} />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </>
      )}
      {adding && (
        <CodeDialog
          code={null}
          soldIn={soldIn}
          onClose={() => setAdding(false)}
          onSaved={({ id }) => void navigate(paths.orgPromoCode({ orgId: org.id, promoCodeId: id }))}
        />
      )}
    </div>
  );
}
