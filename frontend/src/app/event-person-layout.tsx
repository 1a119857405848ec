/** The drawer of a person belongs to registrations, what stands in it about certificates and money to their desks. */
import { PersonGatesPanel } from '@/features/certificates-desk/people/person-gates';
import { PlacePayment } from '@/features/finance/place/place-payment';
import { PersonLayout } from '@/features/registrations/person-layout';

export default function EventPersonLayout() {
  return (
    <PersonLayout
      certificate={(registrationId, email) => <PersonGatesPanel registrationId={registrationId} email={email} />}
      payment={(paymentId, onPaid) => <PlacePayment paymentId={paymentId} onPaid={onPaid} />}
    />
  );
}
