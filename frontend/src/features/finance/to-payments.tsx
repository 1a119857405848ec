import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { ButtonLink } from '@/ui/text-link';

/** The next step where a list is empty: whatever stands in it began with a payment. */
export function ToPayments() {
  const t = useText(messages);
  const org = useOrganization();
  return <ButtonLink to={paths.orgFinance({ orgId: org.id })}>{t('toPayments')}</ButtonLink>;
}
