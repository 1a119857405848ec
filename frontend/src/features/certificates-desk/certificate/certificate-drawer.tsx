import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { desk, eventOf, type CertificateDetail } from '@/features/certificates-desk/api';
import { addressWith, CERTIFICATE } from '@/features/certificates-desk/use-desk';
import { CertificateActions } from './certificate-actions';
import { reasonOf, statusOf } from './certificate-rows';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { CopyValue } from '@/ui/copy-value';
import { Drawer } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { Facts } from '@/ui/panel';
import { CalendarDate, When } from '@/ui/quantities';
import { SkeletonPage } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';
import { TextLink } from '@/ui/text-link';
import { Timeline } from '@/ui/timeline';

interface Props {
  id: string;
  onClose: () => void;
}

/** One certificate: what is printed on it, what became of it, and what may be done with it. */
export function CertificateDrawer({ id, onClose }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const { data, error, refetch } = useQuery(desk.one(org.id, id));
  return (
    <Drawer
      wide
      open
      onClose={onClose}
      title={data ? <span dir="auto">{data.full_name ?? t('erasedName')}</span> : t('certificate')}
      actions={data && <CertificateActions certificate={data} />}
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <SkeletonPage />}
      {data && <Detail certificate={data} />}
    </Drawer>
  );
}

function Detail({ certificate }: { certificate: CertificateDetail }) {
  const t = useText(messages);
  const { number, code, title, issued_at: issued, expires_on: expires, revision, ready, status } = certificate;
  return (
    <div className="space-y-8">
      <div className="space-y-4">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusPill kind="certificate" status={statusOf(certificate)} />
          <span className="font-semibold tabular-nums">{number}</span>
          {status === 'active' && !ready && <span className="text-14 text-ink-muted">{t('rendering')}</span>}
        </p>
        <State certificate={certificate} />
        <Facts
          columns={2}
          items={[
            { label: t('col.activity'), value: <Activity certificate={certificate} title={title} /> },
            { label: t('revision'), value: revision },
            { label: t('col.issued'), value: <CalendarDate date={issued} style="long" /> },
            { label: t('expires'), value: expires == null ? t('never') : <CalendarDate date={expires} style="long" /> },
          ]}
        />
        <div className="flex flex-wrap items-center gap-3">
          <CopyValue label={t('code')} value={code} />
          <TextLink to={paths.verdict({ code })}>{t('check')}</TextLink>
        </div>
      </div>
      {certificate.snapshot_fields.length > 0 && (
        <section className="space-y-4">
          <h3 className="border-b border-line pb-2 text-18 font-semibold">{t('printed')}</h3>
          <Facts columns={2} items={certificate.snapshot_fields.map(({ label, text }) => ({ label, value: <span dir="auto" className="wrap-anywhere whitespace-pre-line">{text}</span> }))} />
        </section>
      )}
      <section className="space-y-4">
        <h3 className="border-b border-line pb-2 text-18 font-semibold">{t('history')}</h3>
        <Timeline
          label={t('history')}
          entries={certificate.changes.map(({ at, from, to, by, reason }, nth) => ({
            id: `${at}${nth}`,
            at,
            title: from == null ? t('issued') : t.of('became', to),
            actor: by ?? t('byItself'),
            detail: reason == null ? undefined : t.of('reason', reason),
          }))}
        />
      </section>
    </div>
  );
}

function Activity({ certificate, title }: { certificate: CertificateDetail; title: string }) {
  const org = useOrganization();
  const event = eventOf(certificate.offering);
  return event === null || !org.can('read-events') ? title : <TextLink to={paths.orgEvent({ orgId: org.id, eventId: event })}>{title}</TextLink>;
}

/** Why it no longer stands, and which one stands instead or stood before. */
function State({ certificate }: { certificate: CertificateDetail }) {
  const t = useText(messages);
  const [params] = useSearchParams();
  const { status, replaced_by: next, supersedes_id: before, revoked_at: at } = certificate;
  const other = (id: string, text: string) => (
    <TextLink replace preventScrollReset to={addressWith(params, CERTIFICATE, id)}>
      {text}
    </TextLink>
  );
  return (
    <>
      {status === 'revoked' && (
        <Banner tone="danger" title={at == null ? t('became.revoked') : <>{t('revokedOn')} <When at={at} style="date" /></>}>
          {reasonOf(certificate, (word) => t.of('reason', word)) || undefined}
        </Banner>
      )}
      {status === 'erased' && <Banner title={t('erased')}>{t('erasedBody')}</Banner>}
      {next != null && <p>{other(next, t('next'))}</p>}
      {before != null && <p>{other(before, t('before'))}</p>}
    </>
  );
}
