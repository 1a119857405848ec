import * as z from 'zod/mini';
import { useSwitch } from './api';
import messages from './messages.en.json';
import type { Holder, Personal } from '@/features/my-event/api';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { parallelOf } from '@/lib/parallel';
import { toast } from '@/lib/toasts';
import { Checkbox } from '@/ui/checkbox';
import { Dialog } from '@/ui/dialog';
import { FormField, RadioField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { When } from '@/ui/quantities';

const MODES = ['online', 'in_person'] as const;

interface Props {
  holder: Holder;
  personal: Personal;
  onClose: () => void;
}

/** In the room or from afar, and which of the sessions that run side by side (RG-20). */
export function TakePart({ holder, personal: { event, registration }, onClose }: Props) {
  const t = useText(messages);
  const change = useSwitch(holder, registration);
  const parallel = parallelOf(event.sessions);
  const schema = z.object({ mode: z.enum(MODES), session_ids: z.array(z.string()) });
  const form = useAppForm(schema, { defaults: { mode: registration.mode, session_ids: registration.session_ids } });
  const save = async ({ mode, session_ids: sessions }: z.infer<typeof schema>) => {
    const same = [...sessions].sort().join() === [...registration.session_ids].sort().join();
    if (mode === registration.mode && same) {
      toast(t('switch.nothing'), { tone: 'info' });
    } else {
      await change.mutateAsync({ ...(mode !== registration.mode && { mode }), ...(!same && { session_ids: sessions }) });
      toast(t('switch.done'));
    }
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('switch.title')} description={t('switch.lead')}>
      <Form form={form} onSubmit={save}>
        {event.format === 'hybrid' && (
          <RadioField name="mode" label={t('switch.mode')} look="card" columns={2} choices={MODES.map((value) => ({ value, label: t(`switch.${value}`) }))} />
        )}
        {parallel.length > 0 && (
          <FormField<string[]> group name="session_ids" label={t('switch.sessions')}>
            {({ value, onChange }) => (
              <div className="space-y-3">
                {parallel.map(({ id, title, starts_at: starts }) => (
                  <Checkbox
                    key={id}
                    label={title}
                    hint={<When at={starts} style="short" />}
                    checked={value.includes(id)}
                    onCheckedChange={(ticked) => onChange(ticked === true ? [...value, id] : value.filter((other) => other !== id))}
                  />
                ))}
              </div>
            )}
          </FormField>
        )}
        <Submit>{t('switch.save')}</Submit>
      </Form>
    </Dialog>
  );
}
