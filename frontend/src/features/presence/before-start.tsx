import { useSearchParams } from 'react-router';
import { PERSON } from './address';
import type { Event } from './api';
import { Measured } from './measured';
import messages from './messages.en.json';
import { PresenceDrawer } from './person/presence-drawer';
import { useDesk } from './use-desk';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Panel } from '@/ui/panel';
import { ButtonLink } from '@/ui/text-link';

/** Nothing to see yet: how presence will be measured, and where to change it. */
export function BeforeStart({ event }: { event: Event }) {
  const t = useText(messages);
  const { org, at } = useDesk();
  const [params, setParams] = useSearchParams();
  const person = params.get(PERSON);
  return (
    <>
      <Panel
        title={t('howWill')}
        description={t('beforeHint')}
        actions={
          org.can('manage-events') && (
            <>
              <ButtonLink to={paths.orgEventSessions(at)}>{t('changeSessions')}</ButtonLink>
              <ButtonLink to={paths.orgEventSettings(at)}>{t('changeRule')}</ButtonLink>
            </>
          )
        }
      >
        <Measured event={event} />
      </Panel>
      {person !== null && <PresenceDrawer id={person} order={[]} open={() => setParams({}, { replace: true })} />}
    </>
  );
}
