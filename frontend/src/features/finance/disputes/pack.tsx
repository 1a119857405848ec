import type { ReactNode } from 'react';
import type { DisputeFile } from './api';
import messages from '@/features/finance/messages.en.json';
import { RungList } from '@/features/finance/payouts/policy-example';
import { useText } from '@/lib/i18n/use-text';
import { When } from '@/ui/quantities';
import { Timeline } from '@/ui/timeline';

/** What is sent to the bank besides one's own words: order, promise, presence, mails, deeds (RF-11). */
export function Pack({ pack }: { pack: DisputeFile['pack'] }) {
  const t = useText(messages);
  return (
    <section aria-label={t('pack')} className="space-y-5">
      <div>
        <h3 className="text-18 font-semibold">{t('pack')}</h3>
        <p className="text-14 text-ink-muted">{t('pack.lead')}</p>
      </div>
      <Part title={t('pack.places')}>
        <ul className="space-y-2">
          {pack.places.map((place, at) => (
            <li key={at}>
              <p className="font-semibold">{[place.label, place.attendee].filter((part) => part != null).join(' · ')}</p>
              <p className="text-14 text-ink-muted">
                {place.present_minutes == null || place.possible_minutes == null
                  ? t('pack.noPresence')
                  : t('pack.presence', { present: place.present_minutes, possible: place.possible_minutes })}
                {place.event_starts_at != null && (
                  <>
                    {' · '}
                    <When at={place.event_starts_at} />
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t('pack.terms', { name: pack.terms.name })}>
        <RungList rungs={pack.terms.rungs} currency={pack.total.currency} />
      </Part>
      {pack.mails.length > 0 && (
        <Part title={t('pack.mails')}>
          <Timeline label={t('pack.mails')} entries={pack.mails.map((mail, at) => ({ id: String(at), at: mail.at, title: mail.subject ?? t('pack.mail'), detail: t.of('pack.mailState', mail.state) }))} />
        </Part>
      )}
      {pack.activity.length > 0 && (
        <Part title={t('pack.activity')}>
          <Timeline label={t('pack.activity')} entries={pack.activity.map((deed, at) => ({ id: String(at), at: deed.at, title: t.of('pack.deed', deed.what) }))} />
        </Part>
      )}
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="space-y-2">
      <h4 className="font-semibold">{title}</h4>
      {children}
    </div>
  );
}
