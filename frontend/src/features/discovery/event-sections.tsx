import { Accessibility, BadgeCheck, CircleCheck } from 'lucide-react';
import type { EventDetails } from './api';
import { HtmlText } from './html-text';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Avatar, OrgMark } from '@/ui/avatar';
import { Facts, Panel } from '@/ui/panel';
import { ButtonLink, ExternalTextLink } from '@/ui/text-link';

interface Props {
  event: EventDetails;
}

export function EventText({ event }: Props) {
  const t = useText(messages);
  const facts = [
    { label: t('level'), value: event.level },
    { label: t('prerequisites'), value: event.prerequisites },
  ].filter(({ value }) => value != null && value !== '');
  return (
    <>
      {event.description_html != null && (
        <section className="space-y-4">
          <h2 className="text-24 font-bold">{t('about')}</h2>
          <HtmlText html={event.description_html} />
        </section>
      )}
      {event.objectives.length > 0 && (
        <section className="space-y-4">
          <h2 className="text-24 font-bold">{t('objectives')}</h2>
          <ul className="grid max-w-prose gap-3">
            {event.objectives.map((objective) => (
              <li key={objective} className="flex gap-3">
                <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
                {objective}
              </li>
            ))}
          </ul>
        </section>
      )}
      {facts.length > 0 && <Facts columns={2} items={facts} />}
      {event.support_statement != null && (
        <section className="flex max-w-prose gap-3">
          <Accessibility aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
          <div>
            <h2 className="font-semibold">{t('support')}</h2>
            <p className="whitespace-pre-line text-ink-muted">{event.support_statement}</p>
          </div>
        </section>
      )}
    </>
  );
}

export function Speakers({ event: { speakers } }: Props) {
  const t = useText(messages);
  if (speakers.length === 0) return null;
  return (
    <section className="space-y-4">
      <h2 className="text-24 font-bold">{t('speakers')}</h2>
      <ul className="grid gap-4 md:grid-cols-2">
        {speakers.map(({ id, name, qualifications, role, bio_html: bio, linkedin }) => (
          <li key={id} className="flex gap-4 rounded-control border border-line bg-surface p-4">
            <Avatar name={name} />
            <div className="min-w-0 space-y-1">
              <h3 className="font-semibold">{name}</h3>
              <p className="text-14 text-ink-muted">{[t.of('role', role), qualifications].filter(Boolean).join(' · ')}</p>
              {bio != null && <HtmlText html={bio} className="text-14" />}
              {linkedin != null && (
                <p className="text-14">
                  <ExternalTextLink href={linkedin}>{t('linkedin')}</ExternalTextLink>
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function OrganizerPanel({ event: { organizer } }: Props) {
  const t = useText(messages);
  return (
    <Panel title={t('organizer')}>
      <div className="flex flex-wrap items-start gap-4">
        <OrgMark name={organizer.name} src={organizer.logo_url} size="large" />
        <div className="min-w-0 flex-1 basis-60 space-y-2">
          <p className="flex items-center gap-1.5 text-18 font-semibold">
            {organizer.name}
            {organizer.verified && <BadgeCheck role="img" aria-label={t('verified')} className="size-5 text-accent" />}
          </p>
          {organizer.description != null && <p className="max-w-prose whitespace-pre-line text-ink-muted">{organizer.description}</p>}
          {organizer.website != null && (
            <p>
              <ExternalTextLink href={organizer.website}>{organizer.website.replace(/^https?:\/\//, '')}</ExternalTextLink>
            </p>
          )}
        </div>
        {organizer.slug != null && <ButtonLink to={paths.organization({ slug: organizer.slug })}>{t('organizer.events')}</ButtonLink>}
      </div>
    </Panel>
  );
}
