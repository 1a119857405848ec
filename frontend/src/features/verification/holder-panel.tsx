import { lazy, Suspense } from 'react';
import type { Verification } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Panel } from '@/ui/panel';

// Only needed where a name is withheld.
const NameCheck = lazy(async () => ({ default: (await import('./name-check')).NameCheck }));

/** The holder as they have agreed to be shown; a withheld name can still be compared. */
export function HolderPanel({ check: { code, holder } }: { check: Verification }) {
  const t = useText(messages);
  const details = [holder.professional_title, holder.organization_name].filter(Boolean).join(', ');
  return (
    <Panel title={t('holder')}>
      <div className="space-y-4">
        {holder.name != null && (
          <p dir="auto" className="text-20 font-semibold">
            {holder.name}
          </p>
        )}
        {details !== '' && <p>{details}</p>}
        {holder.shown !== 'full' && <p className="text-14 text-ink-muted">{t(`holder.${holder.shown}`)}</p>}
        <Suspense>{holder.can_check_name && <NameCheck code={code} />}</Suspense>
      </div>
    </Panel>
  );
}
