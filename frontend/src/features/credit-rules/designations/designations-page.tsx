import { useQuery } from '@tanstack/react-query';
import { Award, Plus } from 'lucide-react';
import { useState } from 'react';
import { DesignateDialog } from './designate-dialog';
import { DesignationRows } from './designation-rows';
import { EventPicker } from './event-picker';
import { credit } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';
import { TextLink } from '@/ui/text-link';

/** What credit an event carries, where it stands with the body, and under which number. */
export default function DesignationsPage() {
  const t = useText(messages);
  const [{ event }, setState] = useUrlState({ event: '' });
  return (
    <div className="space-y-6">
      <PageTitle title={`${t('title')}, ${t('tab.designations')}`} />
      <EventPicker value={event} onChange={(id) => setState({ event: id })} />
      {event === '' ? <EmptyState icon={Award} title={t('designations.choose')}>{t('designations.chooseBody')}</EmptyState> : <OfEvent key={event} event={event} />}
    </div>
  );
}

function OfEvent({ event }: { event: string }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const [adding, setAdding] = useState(false);
  const query = useQuery(credit.designations(orgId, event));
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={2} />;
  const rows = query.data.data;
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t('designations.add')}
    </Button>
  );
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <TextLink to={paths.orgEvent({ orgId, eventId: event })}>{t('designations.toEvent')}</TextLink>
        {rows.length > 0 && add}
      </div>
      {rows.length === 0 ? <EmptyState icon={Award} title={t('designations.none')} action={add}>{t('designations.noneBody')}</EmptyState> : <DesignationRows rows={rows} />}
      {adding && <DesignateDialog event={event} onClose={() => setAdding(false)} />}
    </div>
  );
}
