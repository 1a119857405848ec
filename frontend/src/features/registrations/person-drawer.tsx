import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { registrations } from './api';
import messages from './messages.en.json';
import { PersonActions } from './person-actions';
import { PersonMails } from './person-mails';
import { PersonIdentity, PersonLog } from './person-identity';
import { PersonPresence } from './person-presence';
import { nameOf } from './registration-rows';
import { PersonPayment, type PaymentOf } from './seat/person-payment';
import { Section } from './section';
import { useDesk } from './use-desk';
import { useText } from '@/lib/i18n/use-text';
import { Drawer } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { IconButton } from '@/ui/icon-button';
import { SkeletonPage } from '@/ui/skeleton';

/** What stands about the certificate; another feature's, put here by `app`. */
export type CertificateOf = (registrationId: string, email: string) => ReactNode;

interface Props {
  id: string;
  certificate: CertificateOf;
  payment: PaymentOf;
  onClose: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
}

/** Everything about one person at one event (UX-53); each panel may fail without the others. */
export function PersonDrawer({ id, certificate, payment, onClose, onPrevious, onNext }: Props) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const query = useQuery(registrations.one(org.id, eventId, id));
  const person = query.data;
  return (
    <Drawer
      wide
      open
      onClose={onClose}
      title={<span dir="auto">{person ? nameOf(person, t) : t('person.title')}</span>}
      actions={
        <>
          <span className="me-auto flex gap-1">
            <IconButton label={t('person.previous')} icon={<ChevronLeft className="rtl:rotate-180" />} disabled={!onPrevious} onClick={onPrevious} />
            <IconButton label={t('person.next')} icon={<ChevronRight className="rtl:rotate-180" />} disabled={!onNext} onClick={onNext} />
          </span>
          {person && org.can('manage-registrations') && <PersonActions person={person} />}
        </>
      }
    >
      {query.error && !person && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonPage />}
      {person && (
        <div className="space-y-8">
          <PersonIdentity person={person} />
          <PersonPayment person={person} of={payment} />
          {org.can('manage-attendance') && person.status === 'confirmed' && <PersonPresence id={id} />}
          {org.can('read-credentials') && person.status === 'confirmed' && person.email && <Section title={t('person.gates')}>{certificate(id, person.email)}</Section>}
          {org.can('read-messages') && <PersonMails id={id} />}
          <PersonLog person={person} />
        </div>
      )}
    </Drawer>
  );
}
