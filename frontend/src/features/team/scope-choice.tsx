import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { team, type Scopes } from './api';
import messages from './messages.en.json';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Checkbox } from '@/ui/checkbox';
import { ErrorState } from '@/ui/error-state';
import { RadioGroup } from '@/ui/radio-group';
import { SearchInput } from '@/ui/search-input';
import { Skeleton } from '@/ui/skeleton';

interface Props {
  scopes: Scopes;
  onChange: (scopes: Scopes) => void;
}

/** All events, later ones too, or chosen ones (OR-3). */
export function ScopeChoice({ scopes, onChange }: Props) {
  const t = useText(messages);
  return (
    <div className="space-y-4">
      <RadioGroup
        aria-label={t('scopes')}
        value={scopes.all_events ? 'all' : 'chosen'}
        onValueChange={(value) => onChange({ ...scopes, all_events: value === 'all' })}
        choices={[
          { value: 'all', label: t('scopes.all'), hint: t('scopes.allHint') },
          { value: 'chosen', label: t('scopes.chosen') },
        ]}
      />
      {!scopes.all_events && <Events chosen={scopes.event_ids} onChange={(ids) => onChange({ ...scopes, event_ids: ids })} />}
    </div>
  );
}

function Events({ chosen, onChange }: { chosen: string[]; onChange: (ids: string[]) => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const [q, setQ] = useState('');
  const query = useQuery({ ...team.events(org.id, useDeferredValue(q)), placeholderData: (before) => before });
  const rows = query.data?.data ?? [];
  const toggle = (id: string, on: boolean) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <div className="space-y-3 rounded-control border border-line p-3">
      <SearchInput label={t('scopes.find')} value={q} onSearch={setQ} />
      {query.isPending && <Skeleton className="h-24" />}
      {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && <p className="text-ink-muted">{t('scopes.none')}</p>}
      <div className="max-h-64 space-y-2 overflow-y-auto empty:hidden" tabIndex={rows.length > 0 ? 0 : undefined} role="group" aria-label={t('scopes.chosen')}>
        {rows.map(({ id, title, starts_at: at, time_zone: zone }) => (
          <Checkbox key={id} label={title} hint={formatWhen(at, zone, 'date')} checked={chosen.includes(id)} onCheckedChange={(on) => toggle(id, on === true)} />
        ))}
      </div>
      <p className="text-14 text-ink-muted" aria-live="polite">
        {t('scopes.count', { n: chosen.length })}
      </p>
    </div>
  );
}
