import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useClose, type Closing, type Gap } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { Panel } from '@/ui/panel';

/** Says what closing does, and closes; cases that are still open do not prevent it. */
export function ClosePanel({ closing: { event, can_close: can, blocked_by: blocked }, cases }: { closing: Closing; cases: Gap[] }) {
  const t = useText(messages);
  const org = useOrganization();
  const close = useClose(org.id, event.id);
  const [asking, setAsking] = useState(false);
  const open = cases.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={t('close')}>
      <div className="space-y-4">
        <ul className="list-disc space-y-1 ps-5">
          <li>{t('effect.presence')}</li>
          <li>{t('effect.certificates')}</li>
          <li>{t('effect.record')}</li>
        </ul>
        <Button variant={open === 0 ? 'primary' : 'secondary'} reason={can ? undefined : t.of('blocked', blocked[0] ?? 'illegal-transition')} onClick={() => setAsking(true)}>
          <Lock aria-hidden />
          {t('close')}
        </Button>
      </div>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('closeAsk', { title: event.title })}
        action={t('close')}
        onConfirm={async () => {
          await close.mutateAsync();
          toast(t('closedTitle'));
        }}
      >
        <p>{t('closeEffect')}</p>
        {open > 0 && <p>{t('closeOpen', { n: open })}</p>}
      </Confirm>
    </Panel>
  );
}
