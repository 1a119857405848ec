import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { After } from './after';
import { myEvents, sealOf, type Holder, type Personal } from './api';
import { Before } from './before';
import { During } from './during';
import { Held } from './held';
import { LostLink } from './lost-link';
import messages from './messages.en.json';
import { MyPayment } from './my-payment';
import { phaseOf, useServerNow } from './phase';
import type { PassedOn } from './place/api';
import { MovedEvent } from './place/moved-event';
import { PartyPanel } from './place/party-panel';
import { PassedOnPage } from './place/passed-on';
import { Requested } from './requested';
import { Waiting } from './waiting';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { SkeletonPage } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';
import { ButtonLink } from '@/ui/text-link';

interface Props {
  holder: Holder;
  back?: { to: string; label: string };
}

export function PersonalEvent({ holder, back }: Props) {
  const { data, error, refetch } = useQuery(myEvents.personal(holder));
  if (isProblem(error) && error.status === 404 && !data) return <LostLink />;
  if (error && !data) return <ErrorState page error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonPage />;
  return <Life holder={holder} personal={data} back={back} />;
}

function Life({ holder, personal, back }: Props & { personal: Personal }) {
  const { event, registration } = personal;
  const join = useQuery({ ...myEvents.join(sealOf(personal.join?.url ?? '')), enabled: personal.join != null });
  const now = useServerNow(join.data, join.dataUpdatedAt);
  const [passed, setPassed] = useState<PassedOn | null>(null);
  if (passed !== null) return <PassedOnPage to={passed} slug={event.slug} />;
  return (
    <div className="space-y-6">
      <PageHeader title={event.title} back={back} badge={<StatusPill kind="registration" status={registration.status} />}>
        <p className="font-semibold">
          <When at={event.starts_at} to={event.ends_at} zone={event.time_zone} />
        </p>
        <p className="text-14 text-ink-muted">{event.organizer.name}</p>
      </PageHeader>
      <MovedEvent holder={holder} personal={personal} />
      {registration.unnamed && <Unnamed />}
      <Face holder={holder} personal={personal} join={join.data} now={now} onPassed={setPassed} />
    </div>
  );
}

function Unnamed() {
  const t = useText(messages);
  return (
    <Banner tone="warning" title={t('unnamed')}>
      {t('unnamed.body')}
    </Banner>
  );
}

interface FaceProps extends Required<Pick<Props, 'holder'>> {
  personal: Personal;
  join: Parameters<typeof phaseOf>[1];
  now: Date;
  onPassed: (to: PassedOn) => void;
}

/** What the moment is about, and below it the rest of the booking. */
function Face(props: FaceProps) {
  const { holder, personal, join, now, onPassed } = props;
  const more = (
    <>
      <PartyPanel holder={holder} personal={personal} />
      <MyPayment holder={holder} personal={personal} />
    </>
  );
  const { event, registration } = personal;
  if (registration.status === 'confirmed' && event.status !== 'cancelled' && phaseOf(personal, join, now) === 'before') {
    return (
      <Before holder={holder} personal={personal} now={now} onPassed={onPassed}>
        {more}
      </Before>
    );
  }
  return (
    <>
      <Now {...props} />
      {more}
    </>
  );
}

function Now({ holder, personal, join, now }: FaceProps) {
  const t = useText(messages);
  const { event, registration } = personal;
  if (event.status === 'cancelled') {
    return (
      <Banner tone="danger" title={t('eventCancelled')}>
        {event.cancel_reason ?? t('eventCancelled.body')}
      </Banner>
    );
  }
  switch (registration.status) {
    case 'requested':
      return <Requested holder={holder} personal={personal} />;
    case 'waitlisted':
    case 'offered':
      return <Waiting holder={holder} personal={personal} />;
    case 'held':
      return <Held holder={holder} personal={personal} />;
    case 'confirmed':
      return phaseOf(personal, join, now) === 'after' ? <After holder={holder} personal={personal} /> : <During holder={holder} personal={personal} join={join} />;
    default:
      return (
        <Banner title={t.of('ended', registration.status)} actions={<ButtonLink to={paths.event({ slug: event.slug })}>{t('openEvent')}</ButtonLink>}>
          {registration.cancel_reason ?? t(registration.status === 'transferred' ? 'ended.transferredBody' : 'ended.body')}
        </Banner>
      );
  }
}
