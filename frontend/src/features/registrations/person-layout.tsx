import { useMemo, useState } from 'react';
import { Outlet, useSearchParams } from 'react-router';
import { PersonDrawer, type CertificateOf } from './person-drawer';
import type { PaymentOf } from './seat/person-payment';
import type { PersonOutlet } from './use-desk';
import { useOrganization } from '@/lib/permissions';

/** Around every part of an event: `?person=` opens the same drawer from each list (UX-53). */
export function PersonLayout({ certificate, payment }: { certificate: CertificateOf; payment: PaymentOf }) {
  const org = useOrganization();
  const [params, setParams] = useSearchParams();
  const [order, show] = useState<string[]>([]);
  const id = params.get('person');
  const outlet = useMemo<PersonOutlet>(() => ({ show }), []);
  const open = (next: string | undefined) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (next === undefined) after.delete('person');
        else after.set('person', next);
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  const at = id === null ? -1 : order.indexOf(id);
  return (
    <>
      <Outlet context={outlet} />
      {id !== null && org.can('read-registrations') && (
        <PersonDrawer
          key={id}
          id={id}
          certificate={certificate}
          payment={payment}
          onClose={() => open(undefined)}
          onPrevious={at > 0 ? () => open(order[at - 1]) : undefined}
          onNext={at >= 0 && at < order.length - 1 ? () => open(order[at + 1]) : undefined}
        />
      )}
    </>
  );
}
