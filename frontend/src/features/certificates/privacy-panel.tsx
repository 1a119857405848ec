import { usePrivacy, type OwnCertificate } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { RadioGroup } from '@/ui/radio-group';
import { Switch } from '@/ui/switch';

/** What others see at the check; each choice acts at once. */
export function PrivacyPanel({ certificate }: { certificate: OwnCertificate }) {
  const t = useText(messages);
  const save = usePrivacy(certificate);
  const wanted = save.isPending ? save.variables : {};
  return (
    <Panel title={t('privacy')} description={t('privacy.hint')}>
      <div className="space-y-6">
        <RadioGroup
          aria-label={t('shown')}
          value={wanted.name_shown ?? certificate.name_shown}
          onValueChange={(shown) => save.mutate({ name_shown: shown as OwnCertificate['name_shown'] })}
          choices={(['full', 'initials', 'hidden'] as const).map((value) => ({ value, label: t(`shown.${value}`), hint: t(`shown.${value}Hint`) }))}
        />
        <Switch
          label={t('pdfPublic')}
          hint={t('pdfPublic.hint')}
          checked={wanted.pdf_public ?? certificate.pdf_public}
          onCheckedChange={(open) => save.mutate({ pdf_public: open })}
        />
        {save.error && <ErrorState inline error={save.error} />}
      </div>
    </Panel>
  );
}
