import messages from './messages.en.json';
import type { Schema } from '@/api/contract';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { ButtonLink } from '@/ui/text-link';

/** A price without an account that receives money has no effect: nothing is sold (UX-22). */
export function NeedsPayouts({ account }: { account: Schema<'PayoutAccount'> | null }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  if (account?.status === 'active' && account.charges_enabled) return null;
  return (
    <Banner tone="warning" title={t('payouts.missing')} actions={<ButtonLink to={paths.orgFinancePayouts({ orgId })}>{t('payouts.setUp')}</ButtonLink>}>
      {t('payouts.missing.body')}
    </Banner>
  );
}
