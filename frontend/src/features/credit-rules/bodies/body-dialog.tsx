import * as z from 'zod/mini';
import { useSaveBody, type Body } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

/** A body that the catalogue does not know, such as the organization itself. */
export function BodyDialog({ body, onClose }: { body: Body | null; onClose: () => void }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const save = useSaveBody(orgId, body);
  const schema = z.object({
    name: z.string().check(z.trim(), z.minLength(1, t('bodies.nameMissing'))),
    short_name: z.string().check(z.trim(), z.minLength(1, t('bodies.shortMissing'))),
    jurisdiction: z.string().check(z.trim(), z.toUpperCase(), z.regex(/^$|^[A-Z]{2}(-[A-Z0-9]{1,7})?$/, t('jurisdiction.wrong'))),
    website: z.string().check(z.trim(), z.regex(/^$|^https?:\/\/\S{4,}$/, t('source.urlWrong'))),
  });
  const form = useAppForm(schema, {
    defaults: { name: body?.name ?? '', short_name: body?.short_name ?? '', jurisdiction: body?.jurisdiction ?? '', website: body?.website ?? '' },
  });
  return (
    <Dialog open onClose={onClose} title={t(body ? 'bodies.edit' : 'bodies.add')}>
      <Form
        form={form}
        onSubmit={async ({ jurisdiction, website, ...names }) => {
          await save.mutateAsync({ ...names, jurisdiction: jurisdiction === '' ? null : jurisdiction, website: website === '' ? null : website });
          toast(t('bodies.saved'));
          onClose();
        }}
      >
        <TextField name="name" label={t('bodies.name')} autoComplete="off" maxLength={200} dir="auto" />
        <TextField name="short_name" label={t('bodies.short')} hint={t('bodies.shortHint')} autoComplete="off" maxLength={30} dir="auto" />
        <TextField name="jurisdiction" label={t('jurisdiction')} hint={t('jurisdiction.hint')} optional autoComplete="off" maxLength={10} className="max-w-40" />
        <TextField name="website" type="url" inputMode="url" label={t('website')} optional autoComplete="url" maxLength={300} placeholder="https://" />
        <Submit>{t('save')}</Submit>
      </Form>
    </Dialog>
  );
}
