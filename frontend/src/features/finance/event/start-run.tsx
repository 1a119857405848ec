import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useStartRun } from './api';
import messages from '@/features/finance/messages.en.json';
import { refunds } from '@/features/finance/refunds/api';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';

/** A cancelled event whose buyers were not paid back yet. */
export function StartRun({ event }: { event: string }) {
  const t = useText(messages);
  const org = useOrganization();
  const runs = useInfiniteQuery(refunds.runs(org.id, event));
  const start = useStartRun(org.id, event);
  const [asking, setAsking] = useState(false);
  if (!runs.data || rowsOf(runs.data).length > 0) return null;
  return (
    <>
      <Banner tone="warning" title={t('run.notYet')} actions={<Button onClick={() => setAsking(true)}>{t('run.start')}</Button>}>
        {t('run.notYet.body')}
      </Banner>
      <Confirm
        danger
        open={asking}
        onClose={() => setAsking(false)}
        title={t('run.start.title')}
        action={t('run.start')}
        onConfirm={async () => {
          await start.mutateAsync();
          toast(t('run.started'));
        }}
      >
        <p>{t('run.start.body')}</p>
      </Confirm>
    </>
  );
}
