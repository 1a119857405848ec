import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMatch } from 'react-router';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { allows } from '@/lib/permissions';
import { subscriptionQuery, type Subscription } from '@/lib/plan/subscription';
import type { Membership } from '@/lib/session/me';
import { Banner, type Tone } from '@/ui/banner';
import { When } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

/** The one condition of the plan that is worth a line above every page, the worst (UX-11). */
export function PlanBanner({ held }: { held: Membership }) {
  const t = useText(messages);
  const orgId = held.organization_id;
  const sees = allows(held, 'view-billing');
  // Absent while it loads and when the server does not answer: the pages work without it.
  const { data } = useQuery({ ...subscriptionQuery(orgId), enabled: sees });
  const here = useMatch(paths.orgBilling.path) !== null;
  const [now] = useState(() => Date.now());
  const condition = data === undefined ? null : conditionOf(data, now);
  if (condition === null) return null;
  const { tone, word, at } = condition;
  return (
    <Banner strip tone={tone} actions={here ? undefined : <TextLink to={paths.orgBilling({ orgId })}>{t('banner.more')}</TextLink>}>
      {at === null ? t(word) : t.rich(word, { when: <When at={at} style="date" /> })}
    </Banner>
  );
}

type Word = `banner.${'readOnly' | 'pastDue' | 'failed' | 'grace' | 'ended' | 'trial' | 'ends'}`;
const THREE_DAYS = 3 * 86_400_000;

function conditionOf(subscription: Subscription, now: number): { tone: Tone; word: Word; at: string | null } | null {
  const { access, status, interval, trial_ends_at: trial, past_due_since: since, read_only_from: end, cancel_at: last } = subscription;
  if (access === 'read_only') return { tone: 'danger', word: 'banner.readOnly', at: null };
  if (status === 'past_due') return { tone: 'danger', word: since == null ? 'banner.failed' : 'banner.pastDue', at: since ?? null };
  if (access === 'grace') return { tone: 'warning', word: end == null ? 'banner.ended' : 'banner.grace', at: end ?? null };
  // Once a plan is bought the end of its trial is no news.
  if (status === 'trialing' && trial != null && interval == null) {
    return { tone: Date.parse(trial) - now < THREE_DAYS ? 'warning' : 'info', word: 'banner.trial', at: trial };
  }
  if (last != null && (status === 'active' || status === 'trialing')) return { tone: 'warning', word: 'banner.ends', at: last };
  return null;
}
