import { useState } from 'react';
import { bodyOf, CHOICES, schemaOf, valuesOf, type Values } from './correction';
import { CorrectionFields } from './correction-fields';
import { CorrectionPreview } from './correction-preview';
import messages from './messages.en.json';
import type { Preset } from './preset';
import { useAdjust, type Detail } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { nameOf } from '@/features/presence/views';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import type { Interval } from '@/lib/presence-geometry';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { RadioField, TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Props {
  detail: Detail;
  preset: Preset;
  onClose: () => void;
}

/** A correction with its reason; what it would change stands below it before it is made (PR-13). */
export function CorrectionDialog({ detail, preset, onClose }: Props) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const adjust = useAdjust(org.id, eventId);
  const [span, setSpan] = useState<Interval | undefined>(preset.span);
  const form = useAppForm<Values, Values>(schemaOf(t), { defaults: valuesOf(preset, detail) });
  const { registration_id: id } = detail.person;
  const chosen = !preset.fixed && preset.kind !== 'void_segment';
  const name = nameOf(detail.person, t('unnamed'));
  return (
    <Dialog
      size="medium"
      open
      onClose={onClose}
      title={chosen ? t('correctTitle', { name }) : t.of('kind', preset.kind)}
      description={chosen ? t('correctHint') : t(preset.kind === 'void_segment' ? 'voidHint' : 'clearHint')}
    >
      <Form
        form={form}
        className="max-w-none"
        rename={{ '/session_id': 'session', '/from': 'start', '/to': 'end' }}
        onSubmit={async (values) => {
          await adjust.mutateAsync(bodyOf(values, id, span, preset.segment));
          toast(t('corrected', { name }));
          onClose();
        }}
      >
        {chosen && <RadioField name="kind" label={t('what')} look="card" columns={3} choices={CHOICES.map((value) => ({ value, label: t(`choice.${value}`), hint: t(`choiceHint.${value}`) }))} />}
        {chosen && <CorrectionFields detail={detail} onSpan={setSpan} />}
        <TextAreaField name="reason" label={t('reason')} hint={t('reasonHint')} rows={2} maxLength={1000} />
        <CorrectionPreview detail={detail} span={span} segment={preset.segment} />
        <Submit>{t('correctDo')}</Submit>
      </Form>
    </Dialog>
  );
}
