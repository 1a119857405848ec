import { Download } from 'lucide-react';
import { useState } from 'react';
import { useDownload, useResend, type CertificateDetail } from '@/features/certificates-desk/api';
import messages from './messages.en.json';
import { ReissueDialog } from './reissue-dialog';
import { RevokeDialog } from './revoke-dialog';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';

/** What its state and one's rights allow; the rest is absent. */
export function CertificateActions({ certificate }: { certificate: CertificateDetail }) {
  const t = useText(messages);
  const org = useOrganization();
  const download = useDownload(org.id);
  const resend = useResend(org.id);
  const [open, setOpen] = useState<'revoke' | 'reissue' | null>(null);
  const { id, status, ready } = certificate;
  const failed = (error: unknown) => toast(isProblem(error) ? error.message : t('failed'), { tone: 'danger' });
  const mine = org.can('issue-credentials');
  return (
    <>
      {mine && status === 'active' && (
        <Button size="small" variant="quiet" onClick={() => setOpen('revoke')}>
          {t('revoke')}
        </Button>
      )}
      {mine && (status === 'active' || (status === 'revoked' && certificate.replaced_by == null)) && (
        <Button size="small" onClick={() => setOpen('reissue')}>
          {t('reissue')}
        </Button>
      )}
      {mine && status === 'active' && ready && (
        <Button size="small" busy={resend.isPending} onClick={() => resend.mutate(id, { onSuccess: () => toast(t('resent')), onError: failed })}>
          {t('resend')}
        </Button>
      )}
      {ready && (
        <Button size="small" variant="primary" busy={download.isPending} onClick={() => download.mutate(id, { onError: failed })}>
          <Download aria-hidden />
          {t('download')}
        </Button>
      )}
      {open === 'revoke' && <RevokeDialog certificate={certificate} onClose={() => setOpen(null)} />}
      {open === 'reissue' && <ReissueDialog certificate={certificate} onClose={() => setOpen(null)} />}
    </>
  );
}
