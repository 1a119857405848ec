import { Navigate, useParams } from 'react-router';
import { BasicsForm } from './basics-form';
import { ImagePanel } from './image-panel';
import messages from './messages.en.json';
import { PageForm } from './page-form';
import { QuestionsPanel } from './questions-panel';
import { ModeSeats } from '@/features/events/tickets/mode-seats';
import { TicketsPanel } from '@/features/events/tickets/tickets-panel';
import { useEvent } from '@/features/events/use-event';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { PageTitle } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { Tabs } from '@/ui/tabs';

const SECTIONS = ['basics', 'tickets', 'page', 'questions'] as const;

/** O4: what an event is and what its public page says. */
export default function EditPage() {
  const t = useText(messages);
  const { event, at } = useEvent();
  const { section = '' } = useParams();
  const known = SECTIONS.find((one) => one === section);
  if (!event) return null;
  if (known === undefined) return <Navigate replace to={paths.orgEventEdit({ ...at, section: 'basics' })} />;
  const locked = event.status === 'closed' || event.status === 'cancelled';
  return (
    <div className="space-y-6">
      <PageTitle title={`${event.title}, ${t(`section.${known}`)}`} />
      <Tabs label={t('sections')} tabs={SECTIONS.map((one) => ({ to: paths.orgEventEdit({ ...at, section: one }), label: t(`section.${one}`) }))} />
      {locked && <Banner>{t('locked')}</Banner>}
      {!locked && known === 'basics' && <BasicsForm key={event.id} event={event} />}
      {!locked && known === 'tickets' && (
        <>
          <TicketsPanel event={event} />
          {event.format === 'hybrid' && <ModeSeats key={event.id} event={event} />}
        </>
      )}
      {!locked && known === 'page' && (
        <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
          <Panel>
            <PageForm key={event.id} event={event} />
          </Panel>
          <ImagePanel event={event} />
        </div>
      )}
      {!locked && known === 'questions' && <QuestionsPanel event={event} />}
    </div>
  );
}
