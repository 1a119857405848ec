import { lazy, Suspense, useState } from 'react';
import type { Holder, Personal } from './api';
import messages from './messages.en.json';
import placeMessages from '@/features/my-event/place/messages.en.json';
import { canSwitch } from './place/switching';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Facts, Panel } from '@/ui/panel';

// The form stack stays out of the first load of the personal link (UX-41).
const EditDetails = lazy(async () => ({ default: (await import('./edit-details')).EditDetails }));
const TakePart = lazy(async () => ({ default: (await import('./place/take-part')).TakePart }));

/** Name, answers, the way to take part and what a check shows; changed in dialogs. */
export function MyDetails({ holder, personal }: { holder: Holder; personal: Personal }) {
  const t = useText(messages);
  const of = useText(placeMessages);
  const [open, setOpen] = useState<'details' | 'switch' | null>(null);
  const close = () => setOpen(null);
  const { registration, event } = personal;
  const items = [
    { label: t('name'), value: registration.full_name },
    { label: t('email'), value: registration.email },
    { label: t('profession'), value: registration.professional_title },
    { label: t('employer'), value: registration.organization_name },
    ...(event.format === 'hybrid' ? [{ label: of('switch.mode'), value: of(`switch.${registration.mode}`) }] : []),
    { label: t('shown'), value: t(`shown.${registration.name_shown}`) },
    ...registration.answers.map(({ label, shown }) => ({ label, value: shown })),
  ].filter(({ value }) => value != null && value !== '');
  return (
    <Panel
      title={t('details')}
      actions={
        registration.can_edit ? (
          <>
            {canSwitch(personal) && (
              <Button size="small" onClick={() => setOpen('switch')}>
                {of('switch')}
              </Button>
            )}
            <Button size="small" onClick={() => setOpen('details')}>
              {t('details.edit')}
            </Button>
          </>
        ) : undefined
      }
    >
      <Facts columns={2} items={items} />
      {!registration.can_edit && <p className="mt-4 text-14 text-ink-muted">{t('details.locked')}</p>}
      <Suspense>
        {open === 'details' && <EditDetails holder={holder} personal={personal} onClose={close} />}
        {open === 'switch' && <TakePart holder={holder} personal={personal} onClose={close} />}
      </Suspense>
    </Panel>
  );
}
