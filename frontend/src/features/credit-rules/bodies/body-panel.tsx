import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { TypeDialog } from './type-dialog';
import type { Body, CreditType } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { ExternalTextLink, TextLink } from '@/ui/text-link';

interface Props {
  body: Body;
  types: CreditType[];
  onEdit: () => void;
}

export function BodyPanel({ body, types, onEdit }: Props) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const [adding, setAdding] = useState(false);
  const { name, short_name: short, jurisdiction, website, own } = body;
  return (
    <Panel
      title={name}
      description={[short === name ? null : short, jurisdiction].filter(Boolean).join(' · ') || undefined}
      actions={
        own && (
          <>
            <Button size="small" onClick={() => setAdding(true)}>
              <Plus aria-hidden />
              {t('types.add')}
            </Button>
            <Button size="small" onClick={onEdit}>
              <Pencil aria-hidden />
              {t('bodies.edit')}
            </Button>
          </>
        )
      }
    >
      <div className="space-y-4">
        {types.length === 0 ? <p className="text-ink-muted">{t('types.none')}</p> : <ul className="space-y-2">{types.map((type) => <OneType key={type.id} type={type} />)}</ul>}
        <p className="flex flex-wrap gap-x-5 gap-y-1">
          <TextLink to={paths.orgCredit({ orgId }, { body: body.id })}>{t('bodies.rules')}</TextLink>
          {website != null && <ExternalTextLink href={website}>{t('website')}</ExternalTextLink>}
        </p>
      </div>
      {adding && <TypeDialog body={body} onClose={() => setAdding(false)} />}
    </Panel>
  );
}

function OneType({ type: { name, unit_many: unit, mark, rule_sets: rules } }: { type: CreditType }) {
  const t = useText(messages);
  return (
    <li>
      <p className="font-semibold">{name}</p>
      <p className="text-14 text-ink-muted">
        {[t('types.unit', { unit }), mark, rules[0] ? rules[0].summary : t('types.noRules')].filter(Boolean).join(' · ')}
      </p>
    </li>
  );
}
