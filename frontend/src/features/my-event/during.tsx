import { useQuery } from '@tanstack/react-query';
import { myEvents, type Holder, type JoinState, type Personal } from './api';
import { JoinButton } from './join-button';
import { Minutes } from './minutes';
import messages from './messages.en.json';
import { Seeing } from './seeing';
import { ThatWasMe } from './that-was-me';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { Panel } from '@/ui/panel';

interface Props {
  holder: Holder;
  personal: Personal;
  join: JoinState | undefined;
}

/** While it runs: Join, the minutes so far, what is missing, and help when the meeting sees nobody. */
export function During({ holder, personal, join }: Props) {
  const t = useText(messages);
  const { event, registration } = personal;
  return (
    <>
      <section className="space-y-4 rounded-dialog border border-accent bg-surface p-5 shadow-raised md:p-6">
        {personal.join == null ? (
          <p className="text-20 font-semibold">{t('onSite', { place: event.venue_name ?? t('place') })}</p>
        ) : join && !join.ready ? (
          <Banner tone="info" title={t('notReady')}>
            {t('notReady.body')}
          </Banner>
        ) : (
          <>
            <JoinButton url={personal.join.url} />
            <p className="text-center text-14 text-ink-muted">{t('join.hint')}</p>
          </>
        )}
        {join?.unseen_warning && (
          <Banner tone="warning" title={t('unseen')}>
            {t('unseen.body')}
          </Banner>
        )}
      </section>
      {join && <Minutes counted={join.counted_seconds} needed={join.needed_seconds} status={join.status} />}
      {personal.join == null && <OwnPresence holder={holder} personal={personal} />}
      <Panel title={t('thatWasMe')} description={t('thatWasMe.why')}>
        <ThatWasMe holder={holder} registrationId={registration.id} />
      </Panel>
      <Seeing organizer={event.organizer.name} />
    </>
  );
}

/** People in the room have no join link; their minutes come from the door and the roll. */
function OwnPresence({ holder, personal: { registration } }: Omit<Props, 'join'>) {
  const { data } = useQuery(myEvents.presence(holder, registration.id));
  if (!data) return null;
  const needed = data.person.sessions.reduce((sum, one) => sum + one.needed_seconds, 0);
  return <Minutes counted={data.person.counted_seconds} needed={needed} status={data.person.status} />;
}
