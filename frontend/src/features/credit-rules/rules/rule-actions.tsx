import { Copy } from 'lucide-react';
import { useState } from 'react';
import { DraftDialog } from './draft-dialog';
import { useMoveRules, type RuleSet } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';

/** Draft → published → retired; what is published is only ever copied (CR-1). */
export function RuleActions({ set }: { set: RuleSet }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const move = useMoveRules(orgId, set.id);
  const [asking, setAsking] = useState<'publish' | 'retire' | 'copy' | null>(null);
  const close = () => setAsking(null);
  const step = set.own && set.status === 'draft' ? 'publish' : set.own && set.status === 'published' ? 'retire' : null;
  const asked = asking === 'retire' ? 'retire' : 'publish';
  return (
    <>
      <Button onClick={() => setAsking('copy')}>
        <Copy aria-hidden />
        {t(set.own ? 'copy.version' : 'copy.own')}
      </Button>
      {step && (
        <Button onClick={() => setAsking(step)}>
          {t(step)}
        </Button>
      )}
      <Confirm
        open={asking === 'publish' || asking === 'retire'}
        onClose={close}
        danger={asked === 'retire'}
        title={t(`${asked}.title`, { code: set.code, number: set.number })}
        action={t(asked)}
        onConfirm={async () => {
          await move.mutateAsync(asked);
          toast(t(`${asked}.done`));
        }}
      >
        <p>{t(`${asked}.effect`)}</p>
      </Confirm>
      <DraftDialog open={asking === 'copy'} onClose={close} from={set} />
    </>
  );
}
