import type { Kind, Rules } from '@/features/promo-codes/api';
import { localTime, moments } from '@/lib/format/clock-change';
import { ownZone } from '@/lib/format/time';

export interface RuleValues {
  kind: Kind;
  percent: number | null;
  currency: string;
  amount: number | null;
  cap: number | null;
  min_price: number | null;
  scope: 'all' | 'listed';
  event_ids: string[];
  ticket_type_ids: string[];
  max_uses: number | null;
  max_uses_per_person: number | null;
  valid_from: string;
  valid_until: string;
  first_time_only: boolean;
  verified_only: boolean;
  attribution: string;
}

/** A code belongs to no event, so its window is in the zone of whoever sets it, which the form names. */
function localOf(at: string | null | undefined): string {
  if (at == null) return '';
  const { date, time } = localTime(at, ownZone());
  return `${date}T${time}`;
}

const momentOf = (local: string): string | null =>
  local === '' ? null : (moments({ date: local.slice(0, 10), time: local.slice(11, 16), zone: ownZone() })[0]?.toISOString() ?? null);

export function valuesOf(rules: Rules | null, soldIn = 'EUR'): RuleValues {
  return {
    kind: rules?.kind ?? 'percent',
    percent: rules?.percent_bp == null ? null : rules.percent_bp / 100,
    currency: rules?.amount?.currency ?? rules?.cap?.currency ?? rules?.min_price?.currency ?? soldIn,
    amount: rules?.amount?.amount ?? null,
    cap: rules?.cap?.amount ?? null,
    min_price: rules?.min_price?.amount ?? null,
    scope: rules?.scope ?? 'all',
    event_ids: rules?.event_ids ?? [],
    ticket_type_ids: rules?.ticket_type_ids ?? [],
    max_uses: rules?.max_uses ?? null,
    max_uses_per_person: rules?.max_uses_per_person ?? null,
    valid_from: localOf(rules?.valid_from),
    valid_until: localOf(rules?.valid_until),
    first_time_only: rules?.first_time_only ?? false,
    verified_only: rules?.verified_only ?? false,
    attribution: rules?.attribution ?? '',
  };
}

/** Only what belongs to the kind is sent: a cap of an unlocking code says nothing. */
export function rulesOf(values: RuleValues, single: boolean): Rules {
  const { kind, currency, scope } = values;
  const money = (amount: number | null) => (amount === null ? null : { amount, currency });
  const valued = kind === 'amount_off' || kind === 'set_price';
  return {
    kind,
    percent_bp: kind === 'percent' && values.percent !== null ? Math.round(values.percent * 100) : null,
    amount: valued ? money(values.amount) : null,
    cap: kind === 'percent' ? money(values.cap) : null,
    min_price: kind === 'unlock' ? null : money(values.min_price),
    scope,
    event_ids: scope === 'listed' ? values.event_ids : [],
    ticket_type_ids: scope === 'listed' ? values.ticket_type_ids : [],
    max_uses: single ? 1 : values.max_uses,
    max_uses_per_person: single ? 1 : values.max_uses_per_person,
    valid_from: momentOf(values.valid_from),
    valid_until: momentOf(values.valid_until),
    first_time_only: values.first_time_only,
    verified_only: values.verified_only,
    attribution: values.attribution.trim() === '' ? null : values.attribution.trim(),
  };
}
