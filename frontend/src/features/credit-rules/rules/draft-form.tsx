import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AmountFields } from './amount-fields';
import { ConditionFields } from './condition-fields';
import { draftSchema } from './draft-schema';
import { changeOf, draftOf, type Draft } from './draft-values';
import { RecordFields } from './record-fields';
import { SourceFields } from './source-fields';
import { credit, useChangeRules, type RuleSet } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Panel } from '@/ui/panel';

const RENAME = {
  '/source/title': 'source_title', '/source/url': 'source_url', '/source/checked_on': 'source_checked_on',
  '/parameters/unit_seconds': 'unit', '/parameters/increment': 'increment', '/parameters/first_award': 'first', '/parameters/ladder': 'ladder',
  '/parameters/presence_percent': 'needed', '/parameters/checks_per_credit': 'checks', '/parameters/pass_percent': 'pass',
};

/** A draft is edited here until it is published, and never after (CR-1). */
export function DraftForm({ set, etag }: { set: RuleSet; etag: string }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const client = useQueryClient();
  const change = useChangeRules(orgId, set.id);
  const [base, setBase] = useState(etag);
  const [lost, setLost] = useState(false);
  const form = useAppForm<Draft, Draft>(draftSchema(t), { defaults: draftOf(set) });
  const save = async (draft: Draft) => {
    try {
      await change.mutateAsync({ change: changeOf(draft, set.parameters), ifMatch: base });
    } catch (error) {
      if (isProblem(error) && error.status === 412) setLost(true);
      throw error;
    }
    // The command has asked for the draft again, and with it for its new version.
    setBase(client.getQueryData(credit.ruleSet(orgId, set.id).queryKey)?.etag ?? base);
    toast(t('draft.saved'));
  };
  const decide = (mine: boolean) => {
    if (!mine) form.reset(draftOf(set));
    setBase(etag);
    setLost(false);
  };
  return (
    <Form form={form} onSubmit={save} rename={RENAME} className="max-w-none">
      {lost && (
        <Banner
          tone="warning"
          title={t('draft.lost')}
          actions={
            <>
              <Button onClick={() => decide(false)}>{t('draft.theirs')}</Button>
              <Button onClick={() => decide(true)}>{t('draft.mine')}</Button>
            </>
          }
        >
          {t('draft.lostBody')}
        </Banner>
      )}
      <Panel title={t('group.amount')}><AmountFields /></Panel>
      <Panel title={t('group.conditions')}><ConditionFields /></Panel>
      <Panel title={t('group.record')}><RecordFields /></Panel>
      <Panel title={t('source')} description={t('source.hint')}><SourceFields /></Panel>
      <Submit>{t('draft.save')}</Submit>
    </Form>
  );
}
