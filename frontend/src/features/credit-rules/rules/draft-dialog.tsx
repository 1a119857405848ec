import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import * as z from 'zod/mini';
import { credit, useDraftRules, type RuleSet } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Combobox } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { FormField, SelectField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Skeleton } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

interface Props {
  open: boolean;
  onClose: () => void;
  /** What is copied; without it the person chooses. */
  from?: RuleSet;
}

/** Rules of one's own begin as a draft: a copy of any that may be seen, or plain hours. */
export function DraftDialog({ open, onClose, from }: Props) {
  const t = useText(messages);
  return (
    <Dialog open={open} onClose={onClose} title={t(from ? 'draft.copy' : 'rules.new')} description={t('draft.lead')}>
      <Drafting from={from} />
    </Dialog>
  );
}

function Drafting({ from }: { from?: RuleSet }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const bodies = useQuery(credit.bodies(orgId));
  const presets = useQuery(credit.ruleSets(orgId, {}));
  const failure = bodies.error ?? presets.error;
  if (failure) return <ErrorState inline error={failure} onRetry={() => void Promise.all([bodies.refetch(), presets.refetch()])} />;
  if (!bodies.data || !presets.data) return <Skeleton className="h-40" />;
  const own = bodies.data.data.filter((body) => body.own);
  if (own.length === 0) {
    return (
      <div className="space-y-4">
        <p>{t('draft.noBody')}</p>
        <ButtonLink variant="primary" to={paths.orgCreditBodies({ orgId })}>{t('draft.toBodies')}</ButtonLink>
      </div>
    );
  }
  return <DraftForm own={own.map(({ id, name }) => ({ value: id, label: name }))} presets={presets.data.data} from={from} />;
}

const PLAIN = 'plain';

function DraftForm({ own, presets, from }: { own: { value: string; label: string }[]; presets: RuleSet[]; from?: RuleSet }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const navigate = useNavigate();
  const draft = useDraftRules(orgId);
  const schema = z.object({
    from: z.string(),
    body: z.string(),
    code: z.string().check(z.trim(), z.regex(/^\S{1,50}$/, t('code.wrong'))),
  });
  const form = useAppForm(schema, {
    defaults: { from: from?.id ?? PLAIN, body: (from?.own === true ? from.body_id : own[0]?.value) ?? '', code: from?.code ?? '' },
  });
  const starts = [
    { value: PLAIN, label: t('draft.plain'), hint: t('draft.plainHint') },
    ...presets.map(({ id, body, code, number, summary }) => ({ value: id, label: `${body}: ${t('rules.named', { code, number })}`, hint: summary })),
  ];
  return (
    <Form
      form={form}
      rename={{ '/body_id': 'body' }}
      onSubmit={async (chosen) => {
        const made = await draft.mutateAsync({ ...chosen, from: chosen.from === PLAIN ? null : chosen.from });
        await navigate(paths.orgCreditRule({ orgId, ruleSetId: made.id }));
      }}
    >
      {!from && (
        <FormField<string> name="from" label={t('draft.from')}>
          {(control) => <Combobox {...control} options={starts} />}
        </FormField>
      )}
      <SelectField name="body" label={t('body')} hint={t('draft.bodyHint')} options={own} />
      <TextField name="code" label={t('rules.code')} hint={t('draft.codeHint')} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={50} />
      <Submit>{t('draft.make')}</Submit>
    </Form>
  );
}
