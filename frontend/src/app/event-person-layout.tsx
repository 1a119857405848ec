/** The drawer of a person belongs to registrations, what stands in it about certificates to their desk. */
import { PersonGatesPanel } from '@/features/certificates-desk/people/person-gates';
import { PersonLayout } from '@/features/registrations/person-layout';

export default function EventPersonLayout() {
  return <PersonLayout certificate={(registrationId, email) => <PersonGatesPanel registrationId={registrationId} email={email} />} />;
}
