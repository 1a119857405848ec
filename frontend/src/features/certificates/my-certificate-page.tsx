import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Download, Share2, ShieldCheck } from 'lucide-react';
import { useParams, type Params } from 'react-router';
import { certificates, useDownload, type OwnCertificate } from './api';
import messages from './messages.en.json';
import { CreditsOf, statusOf } from './my-certificates-page';
import { PrivacyPanel } from './privacy-panel';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { Button, buttonStyle } from '@/ui/button';
import { CopyValue } from '@/ui/copy-value';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Facts, Panel } from '@/ui/panel';
import { CalendarDate, Duration } from '@/ui/quantities';
import { SkeletonPage } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient, { certificateId = '' }: Params): void {
  prefetchWith(client, certificates.one(certificateId));
}

/** M9: download, show to others, and decide how much of the name they see. */
export default function MyCertificatePage() {
  const t = useText(messages);
  const { certificateId = '' } = useParams();
  const { data, error, refetch } = useQuery(certificates.one(certificateId));
  if (error && !data) return <ErrorState page error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <SkeletonPage />;
  if (data === null) {
    return (
      <div className="space-y-6">
        <PageHeader title={t('missing')} />
        <EmptyState title={t('missingBody')} action={<ButtonLink to={paths.myCertificates()}>{t('certificates')}</ButtonLink>} />
      </div>
    );
  }
  return (
    <div className="max-w-4xl space-y-6">
      <PageHeader
        title={data.title}
        back={{ to: paths.myCertificates(), label: t('certificates') }}
        badge={<StatusPill kind="certificate" status={statusOf(data)} />}
      />
      <Certificate certificate={data} />
      {data.status === 'active' && <PrivacyPanel certificate={data} />}
    </div>
  );
}

function Certificate({ certificate }: { certificate: OwnCertificate }) {
  const t = useText(messages);
  const download = useDownload();
  const { code, number, status, ready, replaced_by: successor } = certificate;
  const check = new URL(paths.verdict({ code }), globalThis.location.origin).href;
  return (
    <>
      {successor != null && (
        <Banner
          tone="warning"
          title={t('replaced')}
          actions={<ButtonLink to={paths.myCertificate({ certificateId: successor })}>{t('replacement')}</ButtonLink>}
        />
      )}
      {status === 'revoked' && <Banner tone="danger" title={t('revoked')} />}
      <Panel>
        <div className="space-y-6">
          <Facts
            columns={2}
            items={[
              { label: t('credit'), value: <CreditsOf certificate={certificate} /> },
              { label: t('time'), value: <Duration seconds={certificate.counted_seconds} /> },
              { label: t('date'), value: <CalendarDate date={certificate.to} style="long" /> },
              { label: t('organizer'), value: certificate.organization_name },
              { label: t('number'), value: number },
              { label: t('issued'), value: <CalendarDate date={certificate.issued_at} style="long" /> },
              ...(certificate.expires_on == null ? [] : [{ label: t('expires'), value: <CalendarDate date={certificate.expires_on} style="long" /> }]),
            ]}
          />
          <div className="flex flex-wrap gap-3">
            <Button
              variant="primary"
              busy={download.isPending}
              reason={ready ? undefined : t('making')}
              onClick={() => download.mutate(certificate.id)}
            >
              <Download aria-hidden />
              {t('download')}
            </Button>
            <ButtonLink to={paths.verdict({ code })}>
              <ShieldCheck aria-hidden />
              {t('check')}
            </ButtonLink>
            {status === 'active' && (
              <a href={certificate.linkedin_url} target="_blank" rel="noreferrer" className={buttonStyle({})}>
                <Share2 aria-hidden />
                {t('linkedin')}
              </a>
            )}
          </div>
          {download.error && <ErrorState inline error={download.error} />}
          <div className="space-y-1">
            <p className="text-14 text-ink-muted">{t('link')}</p>
            <CopyValue value={check} />
          </div>
        </div>
      </Panel>
    </>
  );
}
