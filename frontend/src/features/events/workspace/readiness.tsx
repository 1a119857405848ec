import messages from './messages.en.json';
import type { Event } from '@/features/events/api';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { Checklist } from '@/ui/checklist';
import { Panel } from '@/ui/panel';
import { ButtonLink } from '@/ui/text-link';

/** What publishing still needs, each with the place where it is set; and settings without effect (UX-22). */
export function Readiness({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const at = { orgId: org.id, eventId: event.id };
  const place: Partial<Record<string, string>> = {
    basics: paths.orgEventEdit({ ...at, section: 'basics' }),
    page: paths.orgEventEdit({ ...at, section: 'page' }),
    sessions: paths.orgEventSessions(at),
    tickets: paths.orgEventEdit({ ...at, section: 'tickets' }),
    credit: `${paths.orgEventSettings(at)}#credit`,
    certificate: `${paths.orgEventSettings(at)}#certificate`,
  };
  return (
    <>
      {event.missing.length > 0 && (
        <Panel title={t('readiness')}>
          <Checklist
            label={t('readiness')}
            items={event.missing.map(({ code, detail, section }) => ({
              id: code,
              state: 'missing',
              label: detail,
              action: org.can('manage-events') && (
                <ButtonLink size="small" to={code === 'price-needs-payouts' ? paths.orgFinancePayouts({ orgId: org.id }) : (place[section] ?? paths.orgEventEdit({ ...at, section: 'basics' }))}>
                  {t('fix')}
                </ButtonLink>
              ),
            }))}
          />
        </Panel>
      )}
      {event.warnings.length > 0 && (
        <Banner tone="warning" title={t('warnings')}>
          <ul className="list-disc ps-5">
            {event.warnings.map(({ code, detail }) => (
              <li key={code}>{detail}</li>
            ))}
          </ul>
        </Banner>
      )}
    </>
  );
}
