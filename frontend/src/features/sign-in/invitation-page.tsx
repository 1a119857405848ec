import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAnswerInvitation, useInvitation, type SeenInvitation } from './api';
import { keepInvitation, takeInvitation } from './kept-invitation';
import { endedDetail, LinkEnded } from './link-ended';
import messages from './messages.en.json';
import { Narrow } from './narrow';
import { useSecret } from './secret';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useMe } from '@/lib/session/me';
import { useSession } from '@/lib/session/use-session';
import { OrgMark } from '@/ui/avatar';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Facts } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { SkeletonPage } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

/** A6: who invites, to what, with which roles; both answers act. */
export default function InvitationPage() {
  const read = useSecret();
  const token = read === '' ? (takeInvitation() ?? '') : read;
  const { data, error, refetch } = useInvitation(token);
  const ended = token === '' ? '' : endedDetail(error);
  if (ended !== null) return <LinkEnded purpose="sign-in" detail={ended === '' ? undefined : ended} />;
  if (error && !data) return <ErrorState page error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonPage />;
  return <Invitation token={token} invitation={data} />;
}

/** Roles that take a seat of a plan (BI-11). */
const SEATED = ['organizer', 'course_manager'];

function Invitation({ token, invitation }: { token: string; invitation: SeenInvitation }) {
  const t = useText(messages);
  const [declined, setDeclined] = useState(false);
  const { organization, inviter, roles, masked_address: address, seat_payer: payer, message, expires_at: expires } = invitation;
  const ownSeat = payer === 'member' && roles.some((role) => SEATED.includes(role));
  if (declined) return <Narrow title={t('invite.declined')} lead={t('invite.declinedBody', { inviter })}>{null}</Narrow>;
  return (
    <Narrow title={t('invite', { organization: organization.name })}>
      <div className="space-y-5 rounded-dialog border border-line bg-surface p-5 shadow-raised">
        <OrgMark name={organization.name} src={organization.logo_url} size="large" />
        {message != null && <blockquote className="border-s-4 border-line ps-4 whitespace-pre-line">{message}</blockquote>}
        <Facts
          items={[
            { label: t('invite.by'), value: inviter },
            { label: t('invite.roles'), value: roles.map((role) => t.of('role', role)).join(', ') },
            ...(ownSeat ? [{ label: t('invite.seat'), value: t('invite.seat.own') }] : []),
            { label: t('invite.address'), value: address },
            { label: t('invite.until'), value: <When at={expires} /> },
          ]}
        />
      </div>
      <Answer token={token} organization={organization.name} onDeclined={() => setDeclined(true)} />
    </Narrow>
  );
}

function Answer({ token, organization, onDeclined }: { token: string; organization: string; onDeclined: () => void }) {
  const t = useText(messages);
  const navigate = useNavigate();
  const signedIn = useSession() === 'in';
  const me = useMe();
  const { accept, decline } = useAnswerInvitation(token);
  const otherAddress = isProblem(accept.error) && accept.error.is('invitation-for-other-address');
  const needsPlan = isProblem(accept.error) && accept.error.is('personal-plan-required');
  const take = () => accept.mutate(undefined, { onSuccess: ({ organization: joined }) => void navigate(paths.org({ orgId: joined.id })) });
  return (
    <div className="space-y-4">
      {otherAddress && (
        <Banner tone="warning" title={t('invite.other')}>
          {t('invite.otherBody', { email: me?.email ?? '' })}
        </Banner>
      )}
      {needsPlan && <PlanNeeded />}
      {accept.error && !otherAddress && !needsPlan && <ErrorState inline error={accept.error} />}
      {decline.error && <ErrorState inline error={decline.error} />}
      {signedIn ? (
        <Button wide variant="primary" size="large" busy={accept.isPending} onClick={take}>
          {t('invite.accept', { organization })}
        </Button>
      ) : (
        <>
          <p>{t('invite.account')}</p>
          <div className="grid gap-3" onClickCapture={() => keepInvitation(token)}>
            <ButtonLink wide variant="primary" to={paths.signUp()}>
              {t('invite.signUp')}
            </ButtonLink>
            <ButtonLink wide to={paths.signIn(null, { next: paths.invitation() })}>
              {t('invite.signIn')}
            </ButtonLink>
          </div>
        </>
      )}
      <Button wide variant="quiet" busy={decline.isPending} onClick={() => decline.mutate(undefined, { onSuccess: onDeclined })}>
        {t('invite.decline')}
      </Button>
    </div>
  );
}

/** BI-13: whoever pays for the own seat has a plan of one's own; the invitation waits among one's organizations. */
function PlanNeeded() {
  const t = useText(messages);
  const own = useMe()?.memberships.find(({ kind, roles }) => kind === 'personal' && roles.includes('owner'));
  return (
    <Banner
      tone="warning"
      title={t('invite.plan')}
      actions={
        own ? (
          <ButtonLink to={paths.orgBilling({ orgId: own.organization_id })}>{t('invite.plan.choose')}</ButtonLink>
        ) : (
          <ButtonLink to={paths.newOrganization()}>{t('invite.plan.create')}</ButtonLink>
        )
      }
    >
      {t('invite.plan.body')}
    </Banner>
  );
}
