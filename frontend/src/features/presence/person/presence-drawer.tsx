import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Corrections } from './corrections';
import messages from './messages.en.json';
import { fresh, type Preset } from './preset';
import { Result } from './result';
import { Stays } from './stays';
import { everyMs, presence } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { nameOf } from '@/features/presence/views';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Drawer } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { IconButton } from '@/ui/icon-button';
import { SkeletonPage } from '@/ui/skeleton';

// The stack of forms is large, and most who look correct nothing.
const CorrectionDialog = lazy(async () => ({ default: (await import('./correction-dialog')).CorrectionDialog }));

interface Props {
  id: string;
  /** Whom the arrows lead to. */
  order: string[];
  open: (id: string | null) => void;
}

/** One person's presence: the facts, how the rules read them, and what somebody said about them. */
export function PresenceDrawer({ id, order, open }: Props) {
  const t = useText(messages);
  const { org, event, readOnly } = useDesk();
  const [preset, setPreset] = useState<Preset | null>(null);
  const { data, error, refetch } = useQuery({ ...presence.one(org.id, id), refetchInterval: everyMs(event) });
  const at = order.indexOf(id);
  const to = (place: number) => () => open(order[place] ?? null);
  return (
    <Drawer
      wide
      open
      onClose={() => open(null)}
      title={<span dir="auto">{data ? nameOf(data.person, t('unnamed')) : t('title')}</span>}
      actions={
        <>
          <span className="me-auto flex gap-1">
            <IconButton label={t('previous')} icon={<ChevronLeft className="rtl:rotate-180" />} disabled={at <= 0} onClick={to(at - 1)} />
            <IconButton label={t('next')} icon={<ChevronRight className="rtl:rotate-180" />} disabled={at < 0 || at >= order.length - 1} onClick={to(at + 1)} />
          </span>
          {data && !readOnly && (
            <Button variant="primary" onClick={() => setPreset(fresh(data))}>
              {t('correct')}
            </Button>
          )}
        </>
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <SkeletonPage />}
      {data && (
        <div className="space-y-8">
          <Result detail={data} />
          <Stays detail={data} onWrong={(segment) => setPreset({ kind: 'void_segment', segment })} />
          <Corrections detail={data} onTakeBack={setPreset} />
          <p className="text-14 text-ink-muted">{t('sees')}</p>
        </div>
      )}
      <Suspense>{data && preset && <CorrectionDialog detail={data} preset={preset} onClose={() => setPreset(null)} />}</Suspense>
    </Drawer>
  );
}
