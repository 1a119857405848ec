import { lazy, Suspense, useState } from 'react';
import type { Holder, Personal } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Facts, Panel } from '@/ui/panel';

// The form stack stays out of the first load of the personal link (UX-41).
const EditDetails = lazy(async () => ({ default: (await import('./edit-details')).EditDetails }));

/** Name, answers and what a check shows; changed in a dialog. */
export function MyDetails({ holder, personal }: { holder: Holder; personal: Personal }) {
  const t = useText(messages);
  const [editing, setEditing] = useState(false);
  const { registration } = personal;
  const items = [
    { label: t('name'), value: registration.full_name },
    { label: t('email'), value: registration.email },
    { label: t('profession'), value: registration.professional_title },
    { label: t('employer'), value: registration.organization_name },
    { label: t('shown'), value: t(`shown.${registration.name_shown}`) },
    ...registration.answers.map(({ label, shown }) => ({ label, value: shown })),
  ].filter(({ value }) => value != null && value !== '');
  return (
    <Panel
      title={t('details')}
      actions={
        registration.can_edit ? (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('details.edit')}
          </Button>
        ) : undefined
      }
    >
      <Facts columns={2} items={items} />
      {!registration.can_edit && <p className="mt-4 text-14 text-ink-muted">{t('details.locked')}</p>}
      <Suspense>{editing && <EditDetails holder={holder} personal={personal} onClose={() => setEditing(false)} />}</Suspense>
    </Panel>
  );
}
