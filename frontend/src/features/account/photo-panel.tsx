import { usePhoto } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import type { Me } from '@/lib/session/me';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { FileDrop } from '@/ui/file-drop';
import { Panel } from '@/ui/panel';

const LIMIT = 5 * 1_048_576;

export function PhotoPanel({ me }: { me: Me }) {
  const t = useText(messages);
  const { set, remove } = usePhoto();
  const failure = set.error ?? remove.error;
  return (
    <Panel title={t('photo')}>
      <div className="flex flex-wrap items-start gap-5">
        <Avatar name={me.full_name} src={me.photo_url} size="large" />
        <div className="min-w-0 flex-1 basis-64 space-y-3">
          <FileDrop
            types={['.jpg', '.jpeg', '.png', '.webp']}
            limitBytes={LIMIT}
            prompt={t('photo.prompt')}
            current={set.isPending ? { name: set.variables.name } : null}
            onFile={(file) => set.mutate(file)}
          />
          {failure && <ErrorState inline error={failure} />}
          {me.photo_url != null && (
            <Button busy={remove.isPending} onClick={() => remove.mutate(undefined)}>
              {t('photo.remove')}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}
