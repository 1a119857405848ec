import { useQuery } from '@tanstack/react-query';
import { Award } from 'lucide-react';
import { home } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { CalendarDate, Credits } from '@/ui/quantities';
import { AppLink, TextLink } from '@/ui/text-link';

/** Sums by type from the server; amounts of different types are never added. */
export function CreditFigures() {
  const t = useText(messages);
  const { data } = useQuery(home.totals);
  if (!data || data.totals.length === 0) return null;
  return (
    <Panel title={t('earned')} actions={<TextLink to={paths.myCpd()}>{t('record')}</TextLink>}>
      <ul className="grid gap-4">
        {data.totals.map(({ credit_type: type, unit, credits_text: amount }) => (
          <li key={type + unit}>
            <p className="text-24 font-bold">
              <Credits amount={amount} unit={unit} />
            </p>
            <p className="text-14 text-ink-muted">{type}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function NewCertificates() {
  const t = useText(messages);
  const { data, error, refetch } = useQuery(home.certificates);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <Panel title={t('certificates')} actions={data.data.length > 0 ? <TextLink to={paths.myCertificates()}>{t('all')}</TextLink> : undefined}>
      {data.data.length === 0 ? (
        <p className="text-ink-muted">{t('certificates.none')}</p>
      ) : (
        <ul className="grid gap-3">
          {data.data.map(({ id, title, to, organization_name: organizer }) => (
            <li key={id} className="flex gap-3">
              <Award aria-hidden className="mt-0.5 size-5 shrink-0 text-success" />
              <div className="min-w-0">
                <AppLink to={paths.myCertificate({ certificateId: id })} className="font-semibold text-ink no-underline hover:text-accent hover:underline">
                  {title}
                </AppLink>
                <p className="text-14 text-ink-muted">
                  <CalendarDate date={to} /> · {organizer}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
