import { Coming } from './coming';
import { Figures } from './figures';
import { History } from './history';
import messages from './messages.en.json';
import { NextStep } from './next-step';
import { Readiness } from './readiness';
import { ShareKit } from './share-kit';
import { ZoomPanel } from './zoom-panel';
import { useEvent } from '@/features/events/use-event';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { PageTitle } from '@/ui/page-header';

/** E1: where the event stands, what comes next and what is needed for it. */
export default function OverviewPage() {
  const t = useText(messages);
  const org = useOrganization();
  const { event } = useEvent();
  if (!event) return null;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
      <PageTitle title={`${event.title}, ${t('tab.overview')}`} />
      <div className="min-w-0 space-y-6">
        <NextStep event={event} />
        <Readiness event={event} />
        <ShareKit event={event} />
        <Coming event={event} />
      </div>
      <div className="min-w-0 space-y-6">
        <Figures event={event} />
        {org.can('manage-events') && event.zoom_planned && <ZoomPanel event={event} />}
        <History event={event} />
      </div>
    </div>
  );
}
