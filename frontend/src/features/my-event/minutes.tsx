import type { JoinState } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Panel } from '@/ui/panel';
import { ProgressBar } from '@/ui/progress';
import { Duration } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';

interface Props {
  counted: number;
  needed: number;
  status: JoinState['status'];
}

/** The minutes that count so far, out of those that are needed. */
export function Minutes({ counted, needed, status }: Props) {
  const t = useText(messages);
  const enough = counted >= needed;
  return (
    <Panel title={t('minutes')} actions={<StatusPill kind="presence" status={status} />}>
      <ProgressBar
        label={t('minutes.counted')}
        value={counted}
        max={Math.max(needed, 1)}
        tone={enough ? 'success' : 'accent'}
        text={t.rich('minutes.of', { counted: <Duration key="c" seconds={counted} />, needed: <Duration key="n" seconds={needed} /> })}
      />
      <p className="mt-3 text-14 text-ink-muted">
        {enough
          ? t('minutes.enough')
          : t.rich('minutes.missing', { left: <Duration key="l" seconds={Math.ceil((needed - counted) / 60) * 60} /> })}
      </p>
    </Panel>
  );
}
