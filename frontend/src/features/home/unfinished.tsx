import type { MyRegistration } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { ButtonLink } from '@/ui/text-link';

/** Past events whose presence is not met and that are still open: the one thing to look at. */
export function Unfinished({ rows }: { rows: MyRegistration[] }) {
  const t = useText(messages);
  const open = rows.find(
    ({ status, presence, certificate_code: code, event }) =>
      status === 'confirmed' && presence === 'not_met' && code == null && event.status === 'completed',
  );
  if (!open) return null;
  return (
    <Banner
      tone="warning"
      title={t('unfinished', { title: open.event.title })}
      actions={<ButtonLink to={paths.myEvent({ registrationId: open.id })}>{t('unfinished.open')}</ButtonLink>}
    >
      {t('unfinished.body')}
    </Banner>
  );
}
