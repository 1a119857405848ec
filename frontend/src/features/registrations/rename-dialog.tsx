import * as z from 'zod/mini';
import { useRename, type Registration } from './api';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

export function RenameDialog({ person, onClose }: { person: Registration; onClose: () => void }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const rename = useRename(org.id, eventId);
  const schema = z.object({
    full_name: z.string().check(z.trim(), z.minLength(1, t('nameMissing')), z.maxLength(200)),
    professional_title: z.string().check(z.trim()),
    organization_name: z.string().check(z.trim()),
  });
  const form = useAppForm(schema, {
    defaults: {
      full_name: person.full_name ?? '',
      professional_title: person.professional_title ?? '',
      organization_name: person.organization_name ?? '',
    },
  });
  return (
    <Dialog open onClose={onClose} title={t('person.edit')}>
      <Form
        form={form}
        onSubmit={async ({ full_name, professional_title: title, organization_name: employer }) => {
          await rename.mutateAsync({
            id: person.id,
            version: person.version,
            full_name,
            professional_title: title === '' ? null : title,
            organization_name: employer === '' ? null : employer,
          });
          toast(t('person.saved'));
          onClose();
        }}
      >
        <TextField name="full_name" label={t('name')} hint={t('person.editHint')} autoComplete="off" />
        <TextField name="professional_title" label={t('function')} optional autoComplete="off" />
        <TextField name="organization_name" label={t('employer')} optional autoComplete="off" />
        <Submit>{t('save')}</Submit>
      </Form>
    </Dialog>
  );
}
