import * as z from 'zod/mini';
import { useCreateType, type Body } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

/** A kind of credit, with the words that certificates use for one and for many. */
export function TypeDialog({ body, onClose }: { body: Body; onClose: () => void }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const create = useCreateType(orgId);
  const filled = z.string().check(z.trim(), z.minLength(1, t('types.missing')));
  const schema = z.object({
    name: filled,
    code: z.string().check(z.trim(), z.regex(/^\S{1,50}$/, t('code.wrong'))),
    unit_one: filled,
    unit_many: filled,
    mark: z.string().check(z.trim()),
  });
  const form = useAppForm(schema, { defaults: { name: '', code: '', unit_one: '', unit_many: '', mark: '' } });
  return (
    <Dialog open onClose={onClose} title={t('types.add')} description={body.name}>
      <Form
        form={form}
        onSubmit={async ({ mark, ...type }) => {
          await create.mutateAsync({ ...type, body_id: body.id, mark: mark === '' ? null : mark });
          toast(t('types.saved'));
          onClose();
        }}
      >
        <TextField name="name" label={t('types.name')} hint={t('types.nameHint')} autoComplete="off" maxLength={100} dir="auto" />
        <TextField name="code" label={t('types.code')} hint={t('draft.codeHint')} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={50} />
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <TextField name="unit_one" label={t('types.one')} autoComplete="off" maxLength={60} />
          <TextField name="unit_many" label={t('types.many')} autoComplete="off" maxLength={60} />
        </div>
        <TextField name="mark" label={t('types.mark')} hint={t('types.markHint')} optional autoComplete="off" maxLength={100} />
        <Submit>{t('types.add')}</Submit>
      </Form>
    </Dialog>
  );
}
