import messages from './messages.en.json';
import type { Event } from '@/features/events/api';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Tabs, type Tab } from '@/ui/tabs';

export function WorkspaceTabs({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const at = { orgId: org.id, eventId: event.id };
  const tabs: (Tab | false)[] = [
    { to: paths.orgEvent(at), label: t('tab.overview'), end: true },
    org.can('read-registrations') && { to: paths.orgEventRegistrations(at), label: t('tab.registrations'), count: event.counts.confirmed },
    org.can('manage-registrations') && { to: paths.orgEventWaitlist(at), label: t('tab.waitlist'), count: event.counts.waitlisted },
    { to: paths.orgEventSessions(at), label: t('tab.sessions'), count: event.session_count },
    org.can('manage-attendance') && { to: paths.orgEventPresence(at), label: t('tab.presence') },
    org.can('read-credentials') && { to: paths.orgEventCertificates(at), label: t('tab.certificates') },
    org.can('manage-attendance') && { to: paths.orgEventClose(at), label: t('tab.close') },
    org.can('view-finance') && { to: paths.orgEventFinance(at), label: t('tab.finance') },
    org.can('manage-events') && { to: paths.orgEventSettings(at), label: t('tab.settings') },
  ];
  return <Tabs label={t('tabs')} tabs={tabs.filter((tab) => tab !== false)} />;
}
