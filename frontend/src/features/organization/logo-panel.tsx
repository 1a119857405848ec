import { useLogo, type Organization } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { OrgMark } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { FileDrop } from '@/ui/file-drop';
import { Panel } from '@/ui/panel';

const LIMIT = 5 * 1_048_576;

/** Beside the name wherever it stands, which is why it needs no other words of its own. */
export function LogoPanel({ organization }: { organization: Organization }) {
  const t = useText(messages);
  const { set, remove } = useLogo(organization.id);
  const failure = set.error ?? remove.error;
  return (
    <Panel title={t('logo')} description={t('logo.hint')}>
      <div className="flex flex-wrap items-start gap-5">
        <OrgMark name={organization.name} src={organization.logo_url} size="large" />
        <div className="min-w-0 flex-1 basis-64 space-y-3">
          <FileDrop
            types={['.jpg', '.jpeg', '.png', '.webp']}
            limitBytes={LIMIT}
            prompt={t('logo.prompt')}
            current={set.isPending ? { name: set.variables.name } : null}
            onFile={(file) => set.mutate(file, { onSuccess: () => toast(t('logo.saved')) })}
          />
          {failure && <ErrorState inline error={failure} />}
          {organization.logo_url != null && (
            <Button busy={remove.isPending} onClick={() => remove.mutate(undefined, { onSuccess: () => toast(t('logo.removed')) })}>
              {t('logo.remove')}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}
