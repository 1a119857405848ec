import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import messages from './messages.en.json';
import type { Event } from '@/features/events/api';
import { designations, useCertificateSettings, type CertificateSettings } from '@/features/events/designations';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { CheckboxField, NumberField, SelectField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

const schema = z.object({
  enabled: z.boolean(),
  template_id: z.string(),
  auto_issue: z.boolean(),
  hold_for_review: z.boolean(),
  validity_months: z.nullable(z.number().check(z.gte(1), z.lte(600))),
});

export function CertificateForm({ event, given: { data, etag } }: { event: Event; given: { data: CertificateSettings; etag: string } }) {
  const t = useText(messages);
  const org = useOrganization();
  const templates = useQuery(designations.templates(org.id));
  const save = useCertificateSettings(org.id, event.id);
  const { enabled, template_id, auto_issue, hold_for_review, validity_months = null } = data;
  const form = useAppForm(schema, { defaults: { enabled, template_id, auto_issue, hold_for_review, validity_months } });
  const options = (templates.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form form={form} onSubmit={(body) => save.mutateAsync({ body, ifMatch: etag }).then(() => toast(t('saved')))}>
      <CheckboxField name="enabled" label={t('certificateEnabled')} />
      <SelectField name="template_id" label={t('template')} options={options} />
      <CheckboxField name="auto_issue" label={t('autoIssue')} />
      <CheckboxField name="hold_for_review" label={t('holdForReview')} />
      <NumberField name="validity_months" label={t('validity')} hint={t('validityHint')} optional className="max-w-40" />
      <Submit>{t('save')}</Submit>
    </Form>
  );
}
