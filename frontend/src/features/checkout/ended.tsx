import { CircleSlash } from 'lucide-react';
import type { Payment } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';

/** Expired, failed or given up: nothing was taken, and a new attempt begins with the same answers. */
export function Ended({ payment: { status, event, items } }: { payment: Payment }) {
  const t = useText(messages);
  return (
    <>
      <span className="grid size-14 place-items-center rounded-full bg-sunken text-ink-muted">
        <CircleSlash aria-hidden className="size-8" />
      </span>
      <PageHeader title={t.of('ended', status)} lead={t(`ended.lead`, { n: items.length })} />
      {event != null && (
        <div className="flex flex-wrap gap-3">
          <ButtonLink variant="primary" size="large" to={paths.register({ slug: event.slug })}>
            {t('payAgain')}
          </ButtonLink>
          <ButtonLink size="large" to={paths.event({ slug: event.slug })}>
            {t('eventPage')}
          </ButtonLink>
        </div>
      )}
    </>
  );
}
