import { useState } from 'react';
import messages from './messages.en.json';
import { useEventImage, type Event } from '@/features/events/api';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { FileDrop } from '@/ui/file-drop';
import { Panel } from '@/ui/panel';
import { TextInput } from '@/ui/text-input';

const LIMIT = 10 * 1_048_576;

/** The picture is sent only together with what it shows in words (UX-35). */
export function ImagePanel({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useEventImage(org.id, event);
  const [file, setFile] = useState<File | null>(null);
  const [alt, setAlt] = useState('');
  const [missing, setMissing] = useState(false);
  const upload = () => {
    if (file === null) return;
    setMissing(alt.trim() === '');
    if (alt.trim() === '') return;
    save.mutate({ file, alt: alt.trim() }, { onSuccess: () => { setFile(null); setAlt(''); toast(t('imageSaved')); } });
  };
  return (
    <Panel title={t('image')} description={t('imageHint')}>
      <div className="space-y-4">
        {event.image && <img src={event.image.large_url} alt={event.image.alt} className="aspect-video w-full rounded-control object-cover" />}
        <FileDrop types={['.jpg', '.jpeg', '.png', '.webp']} limitBytes={LIMIT} onFile={setFile} current={file && { name: file.name }} onClear={() => setFile(null)} />
        {file && (
          <Field label={t('imageAlt')} hint={t('imageAltHint')} error={missing ? t('imageAltMissing') : undefined}>
            {(control) => <TextInput {...control} value={alt} maxLength={300} onChange={({ target }) => setAlt(target.value)} />}
          </Field>
        )}
        {save.error && <ErrorState inline error={save.error} />}
        <div className="flex flex-wrap gap-3 empty:hidden">
          {file && (
            <Button busy={save.isPending} onClick={upload}>
              {t('imageUpload')}
            </Button>
          )}
          {event.image && !file && (
            <Button variant="quiet" busy={save.isPending} onClick={() => save.mutate(null, { onSuccess: () => toast(t('imageRemoved')) })}>
              {t('imageRemove')}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}
