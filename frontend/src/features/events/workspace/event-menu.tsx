import { Ban, CalendarClock, Copy, ExternalLink, PencilLine, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import messages from './messages.en.json';
import moving from '@/features/events/moving/messages.en.json';
import { useDeleteEvent, useStep, type Event } from '@/features/events/api';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Confirm } from '@/ui/confirm';
import { Menu, type MenuItem } from '@/ui/menu';
import { ButtonLink } from '@/ui/text-link';

/** Everything that is done with an event as a whole; what its state forbids is absent. */
export function EventMenu({ event }: { event: Event }) {
  const t = useText(messages);
  const of = useText(moving);
  const org = useOrganization();
  const navigate = useNavigate();
  const step = useStep(org.id, event.id);
  const remove = useDeleteEvent(org.id, event);
  const [deleting, setDeleting] = useState(false);
  const at = { orgId: org.id, eventId: event.id };
  const unpublish = () =>
    step.mutate('unpublish', {
      onSuccess: () => toast(t('stepDone.unpublish')),
      onError: (error) => toast(isProblem(error) ? error.message : t('next.draft'), { tone: 'danger' }),
    });
  const items: MenuItem[] = [];
  if (event.status !== 'draft') items.push({ kind: 'link', label: t('publicPage'), icon: <ExternalLink />, to: publicAddress(event) });
  if (org.can('manage-events')) {
    if (event.status === 'published') items.push({ kind: 'link', label: of('move'), icon: <CalendarClock />, to: '?move=1' });
    items.push({ kind: 'link', label: t('duplicate'), icon: <Copy />, to: '?duplicate=1' });
    const empty = event.counts.confirmed + event.counts.waitlisted === 0;
    if (event.status === 'published' && empty) items.push({ label: t('unpublish'), icon: <Undo2 />, onSelect: unpublish });
    if (event.status === 'published' || event.status === 'live') {
      items.push({ kind: 'line' }, { kind: 'link', label: t('cancelEvent'), icon: <Ban />, to: `${paths.orgEventSettings(at)}#cancel` });
    }
    if (event.status === 'draft') {
      items.push({ kind: 'line' }, { label: t('deleteDraft'), icon: <Trash2 />, danger: true, onSelect: () => setDeleting(true) });
    }
  }
  const editable = org.can('manage-events') && event.status !== 'closed' && event.status !== 'cancelled';
  return (
    <>
      {editable && (
        <ButtonLink to={paths.orgEventEdit({ ...at, section: 'basics' })}>
          <PencilLine aria-hidden />
          {t('edit')}
        </ButtonLink>
      )}
      {items.length > 0 && <Menu label={t('menu')} items={items} />}
      <Confirm
        danger
        open={deleting}
        onClose={() => setDeleting(false)}
        title={t('deleteTitle')}
        action={t('deleteDraft')}
        onConfirm={async () => {
          await remove.mutateAsync();
          toast(t('deleted'));
          await navigate(paths.orgEvents({ orgId: org.id }));
        }}
      >
        {t('deleteBody', { title: event.title })}
      </Confirm>
    </>
  );
}

/** The page that everybody sees; a private event opens only with its key. */
export function publicAddress({ slug, access_key: key }: Event): string {
  return paths.event({ slug }, { key: key ?? undefined });
}
