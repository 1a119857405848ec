import messages from './messages.en.json';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { ButtonLink } from '@/ui/text-link';

/** A price on something published needs an account that receives the money; the way there stands beside the refusal. */
export function Refused({ error }: { error: unknown }) {
  const t = useText(messages);
  const org = useOrganization();
  if (!isProblem(error) || !error.is('price-needs-payouts')) return null;
  return (
    <Banner
      tone="warning"
      title={t('payouts.missing')}
      actions={org.can('view-finance') && <ButtonLink to={paths.orgFinancePayouts({ orgId: org.id })}>{t('payouts.setUp')}</ButtonLink>}
    >
      {t('payouts.missing.body')}
    </Banner>
  );
}
