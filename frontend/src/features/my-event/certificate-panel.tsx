import { Award, Download, ShieldCheck } from 'lucide-react';
import { useDownload, type Holder, type Personal, type PersonGates } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { CopyValue } from '@/ui/copy-value';
import { ErrorState } from '@/ui/error-state';
import { ButtonLink } from '@/ui/text-link';

interface Props {
  holder: Holder;
  personal: Personal;
  gates: PersonGates;
}

/** The certificate, or the honest word about when and whether it comes. */
export function CertificatePanel({ holder, personal, gates }: Props) {
  const t = useText(messages);
  const certificate = gates.certificates.find(({ status }) => status === 'active');
  if (certificate) return <Issued holder={holder} personal={personal} certificate={certificate} />;
  if (gates.all_met) {
    return (
      <Banner tone="info" title={t('certificate.soon')}>
        {t('certificate.soonBody')}
      </Banner>
    );
  }
  const waits = !gates.settled || gates.gates.every(({ state }) => state !== 'open');
  return (
    <Banner tone={waits ? 'info' : 'warning'} title={t(waits ? 'certificate.waits' : 'certificate.missing')}>
      {t(waits ? 'certificate.waitsBody' : 'certificate.missingBody')}
    </Banner>
  );
}

function Issued({ holder, personal, certificate }: Omit<Props, 'gates'> & { certificate: PersonGates['certificates'][number] }) {
  const t = useText(messages);
  const download = useDownload(holder);
  const check = paths.verdict({ code: certificate.code });
  return (
    <section aria-labelledby="certificate" className="space-y-4 rounded-dialog border border-success bg-success-soft p-5 md:p-6">
      <div className="flex items-start gap-4">
        <Award aria-hidden className="size-10 shrink-0 text-success" />
        <div className="min-w-0">
          <h2 id="certificate" className="text-24 font-bold">
            {t('certificate.yours')}
          </h2>
          <p>
            {t(`certificate.${certificate.kind}`)} · {certificate.number} · {personal.registration.full_name}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-3">
        {certificate.ready ? (
          <Button variant="primary" busy={download.isPending} onClick={() => download.mutate(certificate.id)}>
            <Download aria-hidden />
            {t('certificate.download')}
          </Button>
        ) : (
          <Button variant="primary" reason={t('certificate.making')}>
            <Download aria-hidden />
            {t('certificate.download')}
          </Button>
        )}
        <ButtonLink to={check}>
          <ShieldCheck aria-hidden />
          {t('certificate.check')}
        </ButtonLink>
        {'registration' in holder && <ButtonLink to={paths.myCertificate({ certificateId: certificate.id })}>{t('certificate.share')}</ButtonLink>}
      </div>
      {download.error && <ErrorState inline error={download.error} />}
      <div className="space-y-1">
        <p className="text-14">{t('certificate.link')}</p>
        <CopyValue value={new URL(check, globalThis.location.origin).href} />
      </div>
    </section>
  );
}
