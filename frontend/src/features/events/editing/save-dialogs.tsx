import messages from './messages.en.json';
import type { useSave } from './use-save';
import type { UpdateEvent, Event } from '@/features/events/api';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';

type Saving = ReturnType<typeof useSave>;

/** Old and new of what people are told, and how many, before it is saved. */
export function TellConfirm({ saving, event }: { saving: Saving; event: Event }) {
  const t = useText(messages);
  const { announced } = saving;
  const people = announced?.people ?? 0;
  const shown = (field: string, value: string | null | undefined) =>
    value == null ? t('none') : field.endsWith('_at') ? formatWhen(value, event.time_zone, 'long') : value;
  return (
    <Confirm
      open={announced !== null}
      onClose={saving.dismiss}
      title={t('tellTitle')}
      action={t(people > 0 ? 'tellAction' : 'saveAction')}
      onConfirm={saving.confirm}
    >
      <dl className="space-y-3">
        {announced?.changes.map(({ field, from, to }) => (
          <div key={field}>
            <dt className="font-semibold">{t.of('field', field)}</dt>
            <dd className="text-ink-muted line-through">
              <span className="sr-only">{t('before')}: </span>
              {shown(field, from)}
            </dd>
            <dd>
              <span className="sr-only">{t('after')}: </span>
              {shown(field, to)}
            </dd>
          </div>
        ))}
      </dl>
      {announced && announced.promoted > 0 && <p>{t('promoted', { n: announced.promoted })}</p>}
      <p>{people > 0 ? t('tellBody', { n: people }) : t('tellNobody')}</p>
    </Confirm>
  );
}

interface LostProps {
  saving: Saving;
  /** The event as it is saved now. */
  event: Event;
  onTheirs: () => void;
}

/** Two people edited: both versions, field by field, and who wins is the person's choice (UX-19). */
export function LostUpdate({ saving, event, onTheirs }: LostProps) {
  const t = useText(messages);
  if (saving.lost === null) return null;
  const differing = differences(saving.lost, event);
  return (
    <Banner
      tone="warning"
      title={t('lostTitle')}
      actions={
        <>
          <Button size="small" onClick={() => void saving.insist(event)}>
            {t('keepMine')}
          </Button>
          <Button size="small" variant="quiet" onClick={() => { saving.giveUp(event); onTheirs(); }}>
            {t('takeTheirs')}
          </Button>
        </>
      }
    >
      <p>{differing.length > 0 ? t('lostBody') : t('lostNone')}</p>
      <ul className="mt-2 space-y-2">
        {differing.map(({ field, theirs, yours }) => (
          <li key={field} className="text-14">
            <span className="font-semibold">{field.replaceAll('_', ' ')}</span>
            <span className="block">{`${t('theirs')}: ${theirs}`}</span>
            <span className="block">{`${t('yours')}: ${yours}`}</span>
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function differences(mine: UpdateEvent, now: Event) {
  const saved: Record<string, unknown> = { ...now, local_start: now.starts_local.slice(0, 16), local_end: now.ends_local.slice(0, 16) };
  const print = (value: unknown) => (value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value));
  return Object.entries(mine)
    .map(([field, value]) => ({ field, theirs: print(saved[field]), yours: print(value) }))
    .filter(({ theirs, yours }) => theirs !== yours);
}
