import { useQuery } from '@tanstack/react-query';
import { confirmation } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';

/** Back from the vendor's page: what was bought is what the vendor says, not that somebody came back. */
export function Returned() {
  const t = useText(messages);
  const org = useOrganization();
  const [{ checkout }, setAt] = useUrlState({ checkout: '' });
  const { data, error, refetch, isFetching } = useQuery(confirmation(org.id, checkout));
  const close = <Button onClick={() => setAt({ checkout: '' })}>{t('close')}</Button>;
  if (checkout === '') return null;
  if (isProblem(error) && error.is('checkout-open')) {
    return (
      <Banner
        tone="warning"
        title={t('returned.open')}
        actions={
          <>
            <Button busy={isFetching} onClick={() => void refetch()}>
              {t('checkAgain')}
            </Button>
            {close}
          </>
        }
      >
        {t('returned.openBody')}
      </Banner>
    );
  }
  if (error) return <ErrorState inline error={error} onRetry={() => void refetch()} actions={close} />;
  if (data === undefined) return <Banner>{t('returned.asking')}</Banner>;
  const paid = data.status === 'complete';
  return (
    <Banner tone={paid ? 'success' : 'warning'} title={paid ? t('returned.paid', { plan: data.subscription.plan_name }) : t('returned.expired')} actions={close}>
      {t(paid ? 'returned.paidBody' : 'returned.expiredBody')}
    </Banner>
  );
}
