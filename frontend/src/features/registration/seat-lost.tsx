import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';

/** The last seat went while the form was filled in: the same answers can wait for the next one. */
export function SeatLost({ busy, onJoin }: { busy: boolean; onJoin: () => void }) {
  const t = useText(messages);
  return (
    <Banner
      tone="warning"
      title={t('seatLost')}
      actions={
        <Button variant="primary" busy={busy} onClick={onJoin}>
          {t('submit.waitlist')}
        </Button>
      }
    >
      {t('seatLostBody')}
    </Banner>
  );
}
