import { useNavigate } from 'react-router';
import { useRenew, type Buyer, type Payment } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { ButtonLink } from '@/ui/text-link';

/** Takes the same places anew; what they cost now is shown before anything is paid. */
export function PayAgain({ buyer, payment: { event, items } }: { buyer: Buyer; payment: Payment }) {
  const t = useText(messages);
  const navigate = useNavigate();
  const renew = useRenew(buyer);
  const places = items.flatMap(({ registration_id: id }) => id ?? []);
  const again = () =>
    renew.mutate(places, {
      // A place that was taken anew has a link of its own, and after paying one wants to be there.
      onSuccess: ({ id, token, places: [first] }) =>
        void navigate(`${paths.checkoutReturn(null, { payment: id })}#${token}`, { replace: true, state: first?.manage_url == null ? null : { back: first.manage_url } }),
    });
  return (
    <>
      {renew.error && (
        <ErrorState
          inline
          error={renew.error}
          actions={event != null && <ButtonLink to={paths.register({ slug: event.slug })}>{t('registerAgain')}</ButtonLink>}
        />
      )}
      <div className="flex flex-wrap gap-3">
        {places.length > 0 && (
          <Button variant="primary" size="large" busy={renew.isPending || renew.isSuccess} onClick={again}>
            {t('payAgain')}
          </Button>
        )}
        {event != null && (
          <ButtonLink size="large" to={paths.event({ slug: event.slug })}>
            {t('eventPage')}
          </ButtonLink>
        )}
      </div>
    </>
  );
}
