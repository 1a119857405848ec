import type { UseQueryResult } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import messages from '@/features/finance/messages.en.json';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { Money } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';

/** What the buyer gets, who bears it, and which places are given up with it. */
export function RefundSum({ quote }: { quote: UseQueryResult<Schema<'RefundQuote'>> }) {
  const t = useText(messages);
  const { error } = quote;
  // How much is left is said at once, and the same is not asked again.
  if (isProblem(error) && error.is('refund-exceeds-payment')) return <Banner tone="danger" title={error.errors[0]?.detail ?? error.message} />;
  if (error) return <ErrorState inline error={error} onRetry={() => void quote.refetch()} />;
  if (!quote.data) return <Skeleton className="h-32" />;
  const { amount, organizer, platform, tax, lines } = quote.data;
  const given = lines.filter(({ gives_up_place: gone }) => gone).map(({ label }) => label);
  return (
    <div aria-live="polite" className="rounded-control bg-sunken p-4">
      <p className="flex flex-wrap justify-between gap-x-6 text-18 font-semibold">
        <span>{t('refund.gets')}</span>
        <span className="ms-auto">
          <Money {...amount} />
        </span>
      </p>
      <dl className="mt-2 grid gap-1 text-14 text-ink-muted">
        {organizer && <Share label={t('refund.organizer')} of={organizer} />}
        {platform && platform.amount > 0 && <Share label={t('refund.platform')} of={platform} />}
        {tax && tax.amount > 0 && <Share label={t('refund.tax')} of={tax} />}
      </dl>
      <p className="mt-3 text-14">{given.length > 0 ? t('refund.givesUp', { n: given.length }) : t('refund.keepsPlace')}</p>
    </div>
  );
}

function Share({ label, of }: { label: string; of: { amount: number; currency: string } }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-6">
      <dt>{label}</dt>
      <dd className="ms-auto">
        <Money {...of} />
      </dd>
    </div>
  );
}
