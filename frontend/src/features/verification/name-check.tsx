import { useCheckName } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { OneField } from '@/ui/form/one-field';

/** "Does this name match?" for a holder who does not show theirs. */
export function NameCheck({ code }: { code: string }) {
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
