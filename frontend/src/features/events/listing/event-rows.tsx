import { Copy, ExternalLink, LayoutDashboard } from 'lucide-react';
import messages from './messages.en.json';
import type { ListedEvent } from '@/features/events/api';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { DataList } from '@/ui/data-list';
import { Menu, type MenuItem } from '@/ui/menu';
import { When } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';

export function EventRows({ rows }: { rows: ListedEvent[] }) {
  const t = useText(messages);
  const org = useOrganization();
  const to = (event: ListedEvent) => paths.orgEvent({ orgId: org.id, eventId: event.id });
  return (
    <DataList
      label={t('title')}
      rows={rows}
      id={(event) => event.id}
      href={to}
      name={{ key: 'title', header: t('col.title'), cell: (event) => event.title }}
      columns={[
        { key: 'when', header: t('col.when'), cell: (event) => <When at={event.starts_at} zone={event.time_zone} first="event" /> },
        { key: 'status', header: t('col.status'), cell: (event) => <StatusPill kind="event" status={event.status} /> },
        { key: 'seats', header: t('col.seats'), numeric: true, cell: (event) => <Seats event={event} /> },
      ]}
      menu={(event) => <RowMenu event={event} to={to(event)} />}
    />
  );
}

function Seats({ event: { confirmed, capacity, waitlisted } }: { event: ListedEvent }) {
  const t = useText(messages);
  return (
    <>
      {capacity == null ? t('seatsOpen', { taken: confirmed }) : t('seats', { taken: confirmed, capacity })}
      {waitlisted > 0 && <span className="block text-14 text-ink-muted">{t('waiting', { n: waitlisted })}</span>}
    </>
  );
}

function RowMenu({ event, to }: { event: ListedEvent; to: string }) {
  const t = useText(messages);
  const org = useOrganization();
  const items: MenuItem[] = [{ kind: 'link', label: t('open'), icon: <LayoutDashboard />, to }];
  if (event.status !== 'draft' && event.visibility !== 'private') {
    items.push({ kind: 'link', label: t('public'), icon: <ExternalLink />, to: paths.event({ slug: event.slug }) });
  }
  if (org.can('manage-events')) items.push({ kind: 'link', label: t('duplicate'), icon: <Copy />, to: `${to}?duplicate=1` });
  return <Menu items={items} />;
}
