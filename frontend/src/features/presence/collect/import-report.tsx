import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ImportPreview } from './import-preview';
import messages from './messages.en.json';
import { of, useCommitReport, usePreviewReport, type Event, type Upload } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { FileDrop } from '@/ui/file-drop';
import { RadioGroup } from '@/ui/radio-group';
import { Select } from '@/ui/select';
import { ButtonLink } from '@/ui/text-link';
import { ZoneSelect } from '@/ui/zoned-date-time';

const LIMIT = 10 * 1_048_576;
const ORDERS = ['day_first', 'month_first'] as const;

/** A report first says what it would change; only then it is counted, once (PR-24). */
export function ImportReport({ event, onClose }: { event: Event; onClose: () => void }) {
  const t = useText(messages);
  const { org, eventId, at } = useDesk();
  const preview = usePreviewReport(org.id, eventId);
  const commit = useCommitReport(org.id, eventId);
  const [upload, setUpload] = useState<Partial<Upload>>({});
  const shown = commit.data ?? preview.data;
  const done = commit.data !== undefined;
  const orderAsked = upload.date_order !== undefined || (isProblem(preview.error) && preview.error.is('date-order-needed'));
  const change = (next: Partial<Upload>) => {
    const { file, ...rest } = { ...upload, ...next };
    setUpload({ file, ...rest });
    preview.reset();
    if (file) preview.mutate({ time_zone: event.time_zone, ...rest, file });
  };
  const count = () =>
    preview.data &&
    commit.mutate(preview.data.id, { onSuccess: ({ people }) => toast(t('imported', { n: people })) });
  return (
    <Dialog
      size="medium"
      open
      onClose={onClose}
      title={t('import')}
      description={t('importHint')}
      actions={
        done ? (
          <>
            <Button onClick={onClose}>{t('close')}</Button>
            {commit.data.unmatched > 0 && (
              <ButtonLink variant="primary" to={paths.orgEventTriage(at)}>
                {t('toTriage', { n: commit.data.unmatched })}
              </ButtonLink>
            )}
          </>
        ) : (
          preview.data && (
            <Button variant="primary" busy={commit.isPending} onClick={count}>
              {t('importCommit', { n: preview.data.people })}
            </Button>
          )
        )
      }
    >
      <div className="space-y-5">
        {!done && (
          <>
            <SessionField value={upload.session_id ?? ''} onChange={(id) => change({ session_id: id === '' ? undefined : id })} />
            <Field label={t('zone')} hint={t('zoneHint')}>
              {(control) => <ZoneSelect {...control} value={upload.time_zone ?? event.time_zone} onChange={(time_zone) => change({ time_zone })} />}
            </Field>
            <FileDrop types={['.csv', '.txt']} limitBytes={LIMIT} prompt={t('importPrompt')} onFile={(file) => change({ file })} current={upload.file && { name: upload.file.name }} onClear={() => change({ file: undefined })} />
            {orderAsked && (
              <Field group label={t('order')} hint={t('orderHint')}>
                {() => (
                  <RadioGroup
                    aria-label={t('order')}
                    look="card"
                    columns={2}
                    value={upload.date_order ?? ''}
                    choices={ORDERS.map((value) => ({ value, label: t(`order.${value}`), hint: t(`orderHint.${value}`) }))}
                    onValueChange={(value) => change({ date_order: value === 'day_first' ? 'day_first' : 'month_first' })}
                  />
                )}
              </Field>
            )}
          </>
        )}
        <div aria-live="polite" aria-busy={preview.isPending} className="space-y-5">
          {preview.isPending && <p className="text-ink-muted">{t('reading')}</p>}
          {preview.error && <ErrorState inline error={preview.error} />}
          {commit.error && <ErrorState inline error={commit.error} />}
          {shown && <ImportPreview report={shown} />}
        </div>
      </div>
    </Dialog>
  );
}

/** A report of one meeting for the whole event needs no session: the times tell. */
function SessionField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const { data } = useQuery(of.sessions(org.id, eventId));
  const running = data?.data.filter(({ cancelled_at: at }) => at == null) ?? [];
  if (running.length < 2) return null;
  return (
    <Field label={t('session')} hint={t('sessionHint')}>
      {(control) => <Select {...control} value={value} options={[{ value: '', label: t('wholeEvent') }, ...running.map(({ id, title }) => ({ value: id, label: title }))]} onChange={({ target }) => onChange(target.value)} />}
    </Field>
  );
}
