import { Copy } from 'lucide-react';
import { publicAddress } from './event-menu';
import messages from './messages.en.json';
import type { Event } from '@/features/events/api';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { CopyValue } from '@/ui/copy-value';
import { Panel } from '@/ui/panel';

/** The address and a text to send; before the first registration this is what helps most. */
export function ShareKit({ event }: { event: Event }) {
  const t = useText(messages);
  if (event.status === 'cancelled' || event.status === 'closed') return null;
  const address = new URL(publicAddress(event), globalThis.location.origin).href;
  const invitation = t('share.invitation', { title: event.title, when: formatWhen(event.starts_at, event.time_zone, 'long'), address });
  return (
    <Panel title={t('share')} description={event.status === 'draft' ? t('share.draft') : undefined}>
      <div className="space-y-4">
        <div className="min-w-0">
          <p className="mb-1 text-14 text-ink-muted">{t('share.address')}</p>
          <CopyValue value={address} />
          {event.access_key && <p className="mt-1 text-14 text-ink-muted">{t('share.private')}</p>}
        </div>
        {event.status !== 'draft' && (
          <div className="min-w-0">
            <p className="mb-1 text-14 text-ink-muted">{t('share.text')}</p>
            <p className="mb-2 rounded-control bg-sunken p-3 text-14 wrap-anywhere whitespace-pre-line">{invitation}</p>
            <Button size="small" onClick={() => void navigator.clipboard.writeText(invitation).then(() => toast(t('share.copied')))}>
              <Copy aria-hidden />
              {t('share.copy')}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}
