import * as z from 'zod/mini';
import type messages from './messages.en.json';
import type { Settlement } from '@/features/registrations/api';
import type { Schema } from '@/api/contract';
import type { Text } from '@/lib/i18n/use-text';

export interface Settling {
  how: string;
  reason: string;
  due_days: number | null;
}

export const UNSETTLED: Settling = { how: '', reason: '', due_days: 14 };

/** What a ticket costs now, or null if it is free. */
export function priceOf({ prices }: Schema<'Ticket'>, now: number): Schema<'Money'> | null {
  const valid = prices.find(({ valid_from: from, valid_to: to }) => (from == null || Date.parse(from) <= now) && (to == null || Date.parse(to) > now));
  return valid === undefined || valid.price.amount === 0 ? null : valid.price;
}

/** Nobody is seated for nothing by default (RG-22): the choice has to be made, and says all that it needs. */
export function faultsOf({ how, reason, due_days: days }: Settling, t: Text<keyof typeof messages>): { field: keyof Settling; message: string }[] {
  if (how === 'waived') return reason.trim().length < 3 ? [{ field: 'reason', message: t('reason.missing') }] : [];
  if (how === 'invoice') return days === null || !Number.isInteger(days) || days < 1 || days > 365 ? [{ field: 'due_days', message: t('days.wrong') }] : [];
  return [{ field: 'how', message: t('missing') }];
}

export const settlingSchema = z.object({ how: z.string(), reason: z.string(), due_days: z.nullable(z.number()) });

export function settlementOf({ how, reason, due_days: days }: Settling): Settlement {
  return how === 'waived' ? { how, reason: reason.trim() } : { how: 'invoice', due_days: days };
}
