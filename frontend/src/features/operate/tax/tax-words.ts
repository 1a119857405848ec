import type { TaxRule } from '@/features/operate/api';
import type messages from '@/features/operate/messages.en.json';
import { countryName } from '@/lib/format/countries';
import type { Text } from '@/lib/i18n/use-text';

type Words = Text<keyof typeof messages>;
export type RuleState = 'unsigned' | 'used' | 'coming' | 'replaced' | 'withdrawn';

export function stateOf({ signed_off_at: signed, withdrawn_at: withdrawn, valid_from: from, replaced_at: replaced }: TaxRule, now: Date): RuleState {
  if (withdrawn != null) return 'withdrawn';
  if (signed == null) return 'unsigned';
  if (new Date(from) > now) return 'coming';
  return replaced != null && new Date(replaced) <= now ? 'replaced' : 'used';
}

/** "Live online, to consumers": which sales a rule is for. */
export const caseOf = ({ mode, buyer_is_business: business }: TaxRule, t: Words): string =>
  t('tax.case', { mode: t(`tax.mode.${mode}`), buyer: t(business ? 'tax.to.business' : 'tax.to.consumer') });

/** "from Germany to all others" */
export const routeOf = ({ seller_country: from, buyer_country: to }: TaxRule, t: Words): string =>
  t('tax.route', { from: countryName(from), to: to == null ? t('tax.others') : countryName(to) });

/** "The organizer owes the tax, by the place of the buyer", or what of a fee is tax. */
export const owedOf = ({ seller_of_record: seller, place, rate_bp: rate, tax_name: name }: TaxRule, t: Words): string =>
  rate == null || name == null
    ? t(`tax.owes.${seller}`, { place: t(`tax.by.${place}`) })
    : t('tax.owes.fee', { name, rate: rate / 100 });
