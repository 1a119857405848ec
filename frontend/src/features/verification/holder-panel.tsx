import { useCheckName, type Verification } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { OneField } from '@/ui/form/one-field';
import { Panel } from '@/ui/panel';

/** The holder as they have agreed to be shown; a withheld name can still be compared. */
export function HolderPanel({ check: { code, holder } }: { check: Verification }) {
  const t = useText(messages);
  const details = [holder.professional_title, holder.organization_name].filter((one) => one !== null).join(', ');
  return (
    <Panel title={t('holder')}>
      <div className="space-y-4">
        {holder.name !== null && (
          <p dir="auto" className="text-20 font-semibold">
            {holder.name}
          </p>
        )}
        {details !== '' && <p>{details}</p>}
        {holder.shown !== 'full' && <p className="text-14 text-ink-muted">{t(`holder.${holder.shown}`)}</p>}
        {holder.can_check_name && <NameCheck code={code} />}
      </div>
    </Panel>
  );
}

function NameCheck({ code }: { code: string }) {
  const t = useText(messages);
  const check = useCheckName(code);
  return (
    <div className="space-y-3 print:hidden">
      <OneField
        label={t('name')}
        hint={t('name.hint')}
        submit={t('name.check')}
        autoComplete="off"
        check={(name) => (name.trim() === '' ? t('name.missing') : null)}
        onSubmit={(name) => check.mutateAsync(name.trim())}
      />
      {check.data && (
        <Banner tone={check.data.matches ? 'success' : 'warning'}>
          {t(check.data.matches ? 'name.yes' : 'name.no', { name: check.variables })}
        </Banner>
      )}
    </div>
  );
}
