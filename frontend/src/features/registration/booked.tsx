import { CalendarPlus, CircleCheck, Hourglass, Mail, UserRoundPlus } from 'lucide-react';
import type { Booking, EventDetails } from './api';
import messages from './messages.en.json';
import { useText, type Text } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { buttonStyle } from '@/ui/button';
import { CopyValue } from '@/ui/copy-value';
import { PageHeader } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';
import { ButtonLink, TextLink } from '@/ui/text-link';

interface Props {
  event: EventDetails;
  booked: Booking['registrations'][number];
  /** The rest of the party. */
  others: Booking['registrations'];
  signedIn: boolean;
}

/** The confirmation: what now holds, where the mail went, and the one link to keep. */
export function Booked({ event, booked, others, signedIn }: Props) {
  const t = useText(messages);
  const stands = standing(booked);
  const waits = stands !== 'done';
  const Icon = waits ? Hourglass : CircleCheck;
  const link = signedIn ? paths.myEvent({ registrationId: booked.id }) : paths.personal({ token: booked.token });
  const unnamed = others.filter(({ email }) => email == null).length;
  return (
    <div className="mx-auto max-w-form space-y-6">
      <span className={`grid size-14 place-items-center rounded-full ${waits ? 'bg-info-soft text-info' : 'bg-success-soft text-success'}`}>
        <Icon aria-hidden className="size-8" />
      </span>
      <PageHeader title={t(stands)} lead={leadOf(stands, booked, event, t)} />
      <div className="space-y-4 rounded-dialog border border-line bg-surface p-5 shadow-raised">
        {waits && <p className="font-semibold">{event.title}</p>}
        <p className="font-semibold">
          <When at={event.starts_at} to={event.ends_at} zone={event.time_zone} />
        </p>
        <p className="flex gap-3">
          <Mail aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
          <span>{t(MAIL[stands], { email: booked.email ?? '' })}</span>
        </p>
        {unnamed > 0 && (
          <p className="flex gap-3">
            <UserRoundPlus aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
            <span>{t('done.unnamed', { n: unnamed })}</span>
          </p>
        )}
        {others.length > 0 && (
          <ul className="divide-y divide-line border-y border-line">
            {[booked, ...others].map(({ id, full_name: name, status, email }) => (
              <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
                <span className="min-w-0">
                  {name ?? <span className="text-ink-muted">{t('done.noName')}</span>}
                  {email != null && <span className="block text-14 break-words text-ink-muted">{email}</span>}
                </span>
                <StatusPill kind="registration" status={status} />
              </li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap gap-3">
          <ButtonLink variant="primary" to={link}>
            {t('done.open')}
          </ButtonLink>
          {!waits && (
            <a href={booked.calendar_url} className={buttonStyle({})}>
              <CalendarPlus aria-hidden />
              {t('done.calendar')}
            </a>
          )}
        </div>
        {!signedIn && (
          <div className="space-y-2 border-t border-line pt-4">
            <p className="text-14 text-ink-muted">{t('done.link')}</p>
            <CopyValue value={new URL(paths.personal({ token: booked.token }), globalThis.location.origin).href} />
          </div>
        )}
      </div>
      {!signedIn && (
        <p className="text-14 text-ink-muted">
          {t.rich('done.account', { link: (inner) => <TextLink to={paths.signUp(null, { next: paths.myEvents() })}>{inner}</TextLink> })}
        </p>
      )}
    </div>
  );
}

const MAIL = { done: 'done.mail', 'done.waiting': 'done.mailWaiting', 'done.asked': 'done.mailAsked' } as const;

type Standing = keyof typeof MAIL;

function standing({ status }: Booking['registrations'][number]): Standing {
  if (status === 'requested') return 'done.asked';
  return status === 'waitlisted' ? 'done.waiting' : 'done';
}

function leadOf(stands: Standing, { waitlist_position: position }: Booking['registrations'][number], event: EventDetails, t: Text<keyof typeof messages>): string {
  if (stands === 'done.waiting') return t('done.position', { n: position ?? 0 });
  return stands === 'done.asked' ? t('done.askedLead', { organizer: event.organizer.name }) : event.title;
}
