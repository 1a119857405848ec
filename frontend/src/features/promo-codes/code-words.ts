import type { Rules } from './api';
import type messages from './messages.en.json';
import { formatMoney } from '@/lib/format/money';
import type { Text } from '@/lib/i18n/use-text';

/** What a code gives, in one phrase: "20% off, at most 50.00 EUR". */
export function givesOf(rules: Rules, t: Text<keyof typeof messages>): string {
  const money = (of: Rules['amount']) => (of == null ? '' : formatMoney(of.amount, of.currency));
  switch (rules.kind) {
    case 'percent': {
      const percent = (rules.percent_bp ?? 0) / 100;
      return rules.cap == null ? t('gives.percent', { percent }) : t('gives.percentCapped', { percent, cap: money(rules.cap) });
    }
    case 'amount_off':
      return t('gives.amount', { amount: money(rules.amount) });
    case 'set_price':
      return t('gives.price', { amount: money(rules.amount) });
    case 'unlock':
      return t('gives.unlock');
  }
}
