import * as z from 'zod/mini';
import type messages from './messages.en.json';
import type { Early } from './ticket-values';
import type { Text } from '@/lib/i18n/use-text';

export function ticketSchema(t: Text<keyof typeof messages>) {
  const seats = z.nullable(z.number().check(z.gte(0, t('capacity.wrong')), z.lte(100_000, t('capacity.wrong'))));
  const party = z.nullable(z.number().check(z.gte(1, t('party.wrong')), z.lte(50, t('party.wrong'))));
  const payable = (amount: number | null) => amount !== null && amount > 0;
  return z
    .object({
      name: z.string().check(z.trim(), z.minLength(1, t('name.missing')), z.maxLength(100)),
      description: z.string().check(z.maxLength(500)),
      mode: z.enum(['any', 'online', 'in_person']),
      audience: z.enum(['public', 'hidden']),
      access_code: z.string().check(z.maxLength(50)),
      capacity: seats,
      min_per_booking: party,
      max_per_booking: party,
      waitlist_priority: z.nullable(z.number().check(z.gte(0, t('priority.wrong')), z.lte(9, t('priority.wrong')))),
      sales_open_at: z.string(),
      sales_close_at: z.string(),
      paid: z.enum(['free', 'paid']),
      currency: z.string(),
      price: z.custom<number | null>(),
      early: z.custom<Early[]>(),
    })
    .check(
      z.refine(({ paid, price }) => paid === 'free' || !Number.isNaN(price), { path: ['price'], message: t('price.unread') }),
      z.refine(({ paid, price }) => paid === 'free' || Number.isNaN(price) || payable(price), { path: ['price'], message: t('price.wrong') }),
      z.refine(({ paid, early }) => paid === 'free' || early.every(({ amount, until }) => payable(amount) && until !== ''), { path: ['early'], message: t('early.wrong') }),
      z.refine(({ early }) => new Set(early.map(({ until }) => until)).size === early.length, { path: ['early'], message: t('early.twice') }),
      z.refine(({ sales_open_at: from, sales_close_at: to }) => from === '' || to === '' || from < to, { path: ['sales_close_at'], message: t('window.wrong') }),
      z.refine(({ min_per_booking: least, max_per_booking: most }) => most === null || (least ?? 1) <= most, { path: ['max_per_booking'], message: t('party.order') }),
    );
}
