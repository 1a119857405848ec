import { Tag } from 'lucide-react';
import { useRef, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { useSearchParams } from 'react-router';
import { useTryCode, type EventDetails } from './api';
import messages from './messages.en.json';
import type { Wish } from './schema';
import type { Order } from './use-order';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { TextInput } from '@/ui/text-input';

interface Props {
  event: EventDetails;
  entryKey: string | null;
  order: Order;
}

/** A code is asked of the server at its own press; a refused one changes nothing else. */
export function PromoCode({ event, entryKey, order }: Props) {
  const t = useText(messages);
  const { setValue, watch } = useFormContext<Wish>();
  const [search, setSearch] = useSearchParams();
  const tryCode = useTryCode(event, entryKey);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [removed, setRemoved] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const applied = watch('promo_code');
  const apply = async () => {
    const code = typed.trim();
    setError(code === '' ? t('code.missing') : null);
    if (code === '') return;
    setBusy(true);
    try {
      if ((await tryCode(code, order.pieces)) === 'cheaper') setValue('promo_code', code);
      else setSearch((before) => new URLSearchParams([...[...before].filter(([key]) => key !== 'code'), ['code', code]]), { replace: true, preventScrollReset: true });
      setTyped('');
    } catch (refusal) {
      setError(isProblem(refusal) && !refusal.offline && refusal.status < 500 ? refusal.message : isProblem(refusal) ? t('code.noAnswer') : t('code.unknown'));
    } finally {
      setBusy(false);
    }
  };
  // The button goes with the code, so the field for the next one takes its focus.
  const remove = () => {
    setValue('promo_code', '');
    setRemoved(true);
    field.current?.focus();
  };
  const refusal = error ?? order.refused?.message;
  const shown = search.get('code');
  return (
    <details open={applied !== '' || shown !== null || removed} className="rounded-control border border-line bg-surface open:pb-4">
      <summary className="px-4 py-3 font-semibold text-accent">{t('code')}</summary>
      <div className="space-y-3 px-4 pt-1">
        {shown !== null && <p className="text-14 text-ink-muted">{t('code.shows', { code: shown })}</p>}
        {applied !== '' && <Applied code={applied} works={order.refused === null} onRemove={remove} />}
        <Field label={t('code.label')} optional error={refusal}>
          {(control) => (
            <div className="flex flex-wrap gap-3">
              <TextInput
                {...control}
                ref={field}
                className="min-w-0 flex-1 basis-40"
                autoComplete="off"
                autoCapitalize="characters"
                maxLength={50}
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter') return;
                  event.preventDefault();
                  void apply();
                }}
              />
              <Button busy={busy} onClick={() => void apply()}>
                {t('code.apply')}
              </Button>
            </div>
          )}
        </Field>
      </div>
    </details>
  );
}

function Applied({ code, works, onRemove }: { code: string; works: boolean; onRemove: () => void }) {
  const t = useText(messages);
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Tag aria-hidden className="size-4.5 text-accent" />
      <span className="font-semibold">{code}</span>
      <span>{works ? t('code.applied') : t('code.notNow')}</span>
      <Button size="small" variant="quiet" onClick={onRemove}>
        {t('code.remove')}
      </Button>
    </p>
  );
}
