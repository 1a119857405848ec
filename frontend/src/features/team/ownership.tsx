import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { team, useAnswerOwnership, useOfferOwnership, useWithdrawOwnership, type Member, type Offer } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { When } from '@/ui/quantities';

/** The offer that waits for an answer; nothing where none does (OR-10). */
export function Ownership() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(team.ownership(org.id));
  const offer = query.data?.offer;
  if (query.error && !query.data) return <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />;
  if (!offer) return null;
  return <section aria-label={t('ownership')}>{offer.for_me ? <ForMe offer={offer} /> : <ToOther offer={offer} />}</section>;
}

function ForMe({ offer: { id, from_name: name, expires_at: end } }: { offer: Offer }) {
  const t = useText(messages);
  const org = useOrganization();
  const answer = useAnswerOwnership(org.id);
  const [taking, setTaking] = useState(false);
  const decline = () => answer.mutate({ id, answer: 'decline' }, { onSuccess: () => toast(t('ownership.declined', { organization: org.name, name })) });
  return (
    <>
      <Banner
        title={t('ownership.forMe', { name, organization: org.name })}
        actions={
          <>
            <Button variant="primary" onClick={() => setTaking(true)}>
              {t('ownership.take')}
            </Button>
            <Button busy={answer.isPending && !taking} onClick={decline}>
              {t('ownership.decline')}
            </Button>
          </>
        }
      >
        {t.rich('ownership.forMe.body', { when: <When key="w" at={end} /> })}
      </Banner>
      {answer.error && !taking && <ErrorState inline error={answer.error} />}
      <Confirm
        open={taking}
        onClose={() => setTaking(false)}
        title={t('ownership.takeTitle', { organization: org.name })}
        action={t('ownership.take')}
        onConfirm={async () => {
          await answer.mutateAsync({ id, answer: 'accept' });
          toast(t('ownership.taken', { organization: org.name }));
        }}
      >
        <p>{t('ownership.takeBody', { name })}</p>
        <p>{t('own.block')}</p>
      </Confirm>
    </>
  );
}

function ToOther({ offer: { id, to_name: name, expires_at: end } }: { offer: Offer }) {
  const t = useText(messages);
  const org = useOrganization();
  const withdraw = useWithdrawOwnership(org.id);
  const press = () => withdraw.mutate(id, { onSuccess: () => toast(t('ownership.withdrawn')) });
  return (
    <>
      <Banner
        title={t('ownership.toOther', { name, organization: org.name })}
        actions={
          org.can('own-organization') && (
            <Button busy={withdraw.isPending} onClick={press}>
              {t('ownership.withdraw')}
            </Button>
          )
        }
      >
        {t.rich('ownership.toOther.body', { when: <When key="w" at={end} /> })}
      </Banner>
      {withdraw.error && <ErrorState inline error={withdraw.error} />}
    </>
  );
}

/** Says what the offer means before it is made; it can be taken back until it is answered. */
export function OfferOwnership({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const offer = useOfferOwnership(org.id);
  const names = { name: member.full_name, organization: org.name };
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('own.title', names)}
      action={t('own')}
      onConfirm={async () => {
        await offer.mutateAsync(member.id);
        toast(t('own.offered', names));
      }}
    >
      <p>{t('own.body', names)}</p>
      <p>{t('own.effect', names)}</p>
      <p>{t('own.block')}</p>
    </Confirm>
  );
}
