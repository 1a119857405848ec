import { useWatch } from 'react-hook-form';
import messages from './messages.en.json';
import { OptionLine } from './option-line';
import { NO_CREDIT, type Sheet } from './schema';
import type { CreditType } from '@/features/events/designations';
import { formatDuration } from '@/lib/format/quantity';
import { formatZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { FormField, NumberField, RadioField } from '@/ui/form/fields';
import { Panel } from '@/ui/panel';
import { Combobox } from '@/ui/combobox';
import { ZoneSelect } from '@/ui/zoned-date-time';

const VISIBILITIES = ['public', 'unlisted', 'private'] as const;
const REMINDERS = ['standard', 'hour', 'none'] as const;

/** What is set already, each in one line. */
export function OptionLines({ creditTypes }: { creditTypes: CreditType[] }) {
  const t = useText(messages);
  const sheet = useWatch<Sheet>() as Sheet;
  const waitlist = sheet.capacity === null ? t('waitlist.offNoLimit') : sheet.waitlist_max ? t('waitlist.on', { n: sheet.waitlist_max }) : t('waitlist.off');
  return (
    <Panel title={t('rest')} description={t('restHint')}>
      <ul className="-my-3 divide-y divide-line">
        <OptionLine name="duration" label={t('duration')} value={sheet.duration === null ? '–' : formatDuration(sheet.duration * 60)}>
          <NumberField name="duration" label={t('duration.minutes')} className="max-w-40" />
        </OptionLine>
        <OptionLine name="start" label={t('zone')} value={formatZone(sheet.start.zone)}>
          <FormField<Sheet['start']> name="start" label={t('zone')} labelHidden>
            {({ value, onChange, ...control }) => <ZoneSelect {...control} value={value.zone} onChange={(zone) => onChange({ ...value, zone })} />}
          </FormField>
        </OptionLine>
        <OptionLine name="capacity" label={t('capacity')} value={sheet.capacity === null ? t('capacity.none') : t('capacity.some', { n: sheet.capacity })}>
          <NumberField name="capacity" label={t('capacity')} hint={t('capacityHint')} optional className="max-w-40" />
        </OptionLine>
        <OptionLine name="waitlist_max" label={t('waitlist')} value={waitlist}>
          <NumberField name="waitlist_max" label={t('waitlist')} hint={t('waitlistHint')} className="max-w-40" />
        </OptionLine>
        <OptionLine name="visibility" label={t('visibility')} value={t(`visibility.${sheet.visibility}`)}>
          <RadioField name="visibility" label={t('visibility')} labelHidden choices={VISIBILITIES.map((value) => ({ value, label: t(`visibility.${value}`) }))} />
        </OptionLine>
        <CreditLine types={creditTypes} chosen={sheet.credit} />
        <OptionLine name="reminders" label={t('reminders')} value={t(`reminders.${sheet.reminders}`)}>
          <RadioField name="reminders" label={t('reminders')} labelHidden choices={REMINDERS.map((value) => ({ value, label: t(`reminders.${value}`) }))} />
        </OptionLine>
      </ul>
    </Panel>
  );
}

function CreditLine({ types, chosen }: { types: CreditType[]; chosen: string }) {
  const t = useText(messages);
  const nameOf = ({ body, name }: CreditType) => t('credit.some', { body, type: name });
  const type = types.find(({ id }) => id === chosen);
  const rule = type?.rule_sets[0];
  if (types.length === 0) return null;
  return (
    <OptionLine name="credit" label={t('credit')} value={type ? nameOf(type) : t('credit.none')}>
      <FormField<string> name="credit" label={t('credit')} hint={t('creditHint')}>
        {(control) => (
          <Combobox {...control} options={[{ value: NO_CREDIT, label: t('credit.none') }, ...types.map((one) => ({ value: one.id, label: nameOf(one) }))]} />
        )}
      </FormField>
      {rule && <p className="pt-2 text-14 text-ink-muted">{t('creditRule', { summary: rule.summary })}</p>}
      {rule?.note && <p className="pt-1 text-14 text-warning">{t('creditNote', { note: rule.note })}</p>}
    </OptionLine>
  );
}
