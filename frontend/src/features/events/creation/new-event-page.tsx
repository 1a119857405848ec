import { useQuery, type QueryClient } from '@tanstack/react-query';
import { use, useRef } from 'react';
import { useFormState } from 'react-hook-form';
import { useNavigate, type Params } from 'react-router';
import { JoinFields } from './join-fields';
import messages from './messages.en.json';
import { OptionLines } from './option-lines';
import { NO_CREDIT, RENAME, schemaOf, type Checked, type Sheet } from './schema';
import { useCreate } from './use-create';
import type { Schema } from '@/api/contract';
import { designations, type CreditType } from '@/features/events/designations';
import { meetings } from '@/features/events/meetings';
import { useTrialNeeded } from '@/features/events/publishing';
import type { LocalTime } from '@/lib/format/clock-change';
import { ownZone } from '@/lib/format/time';
import { useAppForm } from '@/lib/form/use-app-form';
import { prefetchWith } from '@/lib/http/prefetch';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { OrganizationContext, useOrganization } from '@/lib/permissions';
import { planRefusal } from '@/lib/plan/limit';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { FormField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { ZonedDateTime } from '@/ui/zoned-date-time';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  prefetchWith(client, meetings.hosts(orgId));
  prefetchWith(client, designations.types(orgId));
}

/** O3: one sheet from nothing to a published event (UX-52). */
export default function NewEventPage() {
  const t = useText(messages);
  const org = useOrganization();
  const hosts = useQuery(meetings.hosts(org.id));
  const types = useQuery({ ...designations.types(org.id), enabled: org.can('read-credentials') && org.can('manage-credit-rules') });
  const settled = !hosts.isPending && (types.isFetched || types.fetchStatus === 'idle');
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('title')} lead={t('lead')} back={{ to: paths.orgEvents({ orgId: org.id }), label: t('events') }} />
      {/* Without an answer about Zoom or credit the sheet still makes events: with a link, without credit. */}
      {settled ? <Fields hosts={hosts.data?.data.filter(({ status }) => status !== 'revoked') ?? []} types={types.data?.data ?? []} /> : <SkeletonPage />}
    </div>
  );
}

function Fields({ hosts, types }: { hosts: Schema<'ZoomHost'>[]; types: CreditType[] }) {
  const t = useText(messages);
  const org = useOrganization();
  const zone = use(OrganizationContext)?.time_zone ?? ownZone();
  const navigate = useNavigate();
  const create = useCreate(org.id);
  const publish = useRef(true);
  const form = useAppForm<Sheet, Checked>(schemaOf(t), { defaults: defaultsOf(zone, hosts), draft: `event:${org.id}` });
  const submit = async (sheet: Checked) => {
    const { event, published, problem } = await create(sheet, publish.current);
    const refused = isProblem(problem) && planRefusal(problem) !== null ? problem.problem : undefined;
    if (problem === null) toast(t(published ? 'published' : 'saved', { title: event.title }));
    else if (refused !== undefined) toast(t('limited', { title: event.title }), { tone: 'warning' });
    else toast(t('partly', { detail: isProblem(problem) ? problem.message : '' }), { tone: 'warning' });
    await navigate(paths.orgEvent({ orgId: org.id, eventId: event.id }), { state: { refused } });
  };
  return (
    <Form form={form} onSubmit={submit} rename={RENAME}>
      <TextField name="title" label={t('name')} autoComplete="off" maxLength={200} />
      <FormField<LocalTime> group name="start" label={t('start')}>
        {(control) => <ZonedDateTime {...control} zoneFixed />}
      </FormField>
      <JoinFields hosts={hosts} />
      <OptionLines creditTypes={types} />
      <Buttons choose={(wanted) => { publish.current = wanted; }} />
    </Form>
  );
}

/** Two ways to send the same sheet; the one that was pressed says which. */
function Buttons({ choose }: { choose: (publish: boolean) => void }) {
  const t = useText(messages);
  const { isSubmitting } = useFormState();
  const trial = useTrialNeeded();
  return (
    <div className="space-y-3 pt-2">
      <div className="flex flex-col gap-3 sm:flex-row">
        <Button type="submit" variant="primary" busy={isSubmitting} onClick={() => choose(true)}>
          {t(trial ? 'tryPublish' : 'publish')}
        </Button>
        <Button type="submit" busy={isSubmitting} onClick={() => choose(false)}>
          {t('draft')}
        </Button>
      </div>
      {trial && <p className="text-14 text-ink-muted">{t('tryHint')}</p>}
    </div>
  );
}

function defaultsOf(zone: string, hosts: Schema<'ZoomHost'>[]): Sheet {
  return {
    title: '',
    start: { date: '', time: '', zone },
    join: hosts.length > 0 ? 'zoom' : 'link',
    host: hosts[0]?.id ?? '',
    online_url: '',
    venue_name: '',
    venue_address: '',
    duration: 60,
    capacity: null,
    waitlist_max: 0,
    visibility: 'public',
    credit: NO_CREDIT,
    reminders: 'standard',
  };
}
