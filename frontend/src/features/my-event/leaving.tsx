import { lazy, Suspense, useState } from 'react';
import type { Holder, Personal } from './api';
import messages from './messages.en.json';
import type { PassedOn } from './place/api';
import placeMessages from '@/features/my-event/place/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';

// The form stack stays out of the first load of the personal link (UX-41).
const CancelPlace = lazy(async () => ({ default: (await import('./cancel-place')).CancelPlace }));
const PassOn = lazy(async () => ({ default: (await import('./place/pass-on')).PassOn }));

interface Props {
  holder: Holder;
  personal: Personal;
  onPassed: (to: PassedOn) => void;
}

/** Who cannot come gives the place to somebody, or up. */
export function Leaving({ holder, personal, onPassed }: Props) {
  const t = useText(messages);
  const of = useText(placeMessages);
  const [open, setOpen] = useState<'cancel' | 'pass on' | null>(null);
  const { registration } = personal;
  const close = () => setOpen(null);
  return (
    <Panel title={t('cannotCome')} flush>
      <div className="divide-y divide-line *:px-5 *:py-4">
        {registration.can_transfer && (
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p className="max-w-prose flex-1 basis-64">
              {of('passOn.hint')}{' '}
              {registration.names_locked_at != null && t.rich('cancel.until', { when: <When key="w" at={registration.names_locked_at} /> })}
            </p>
            <Button onClick={() => setOpen('pass on')}>{of('passOn')}</Button>
          </div>
        )}
        {registration.can_cancel ? (
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p className="max-w-prose flex-1 basis-64">
              {t('cancel.hint')}{' '}
              {registration.cancel_closes_at != null && t.rich('cancel.until', { when: <When key="w" at={registration.cancel_closes_at} /> })}
            </p>
            <Button onClick={() => setOpen('cancel')}>{t('cancel')}</Button>
          </div>
        ) : (
          <p>{t('cancel.closed')}</p>
        )}
      </div>
      <Suspense>
        {open === 'cancel' && <CancelPlace holder={holder} registrationId={registration.id} onClose={close} />}
        {open === 'pass on' && <PassOn holder={holder} personal={personal} onPassed={onPassed} onClose={close} />}
      </Suspense>
    </Panel>
  );
}
