import { MailCheck } from 'lucide-react';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';

/** The same sentence whether the address is known or not (AC-2). */
export function MailSent({ email, body, onAgain }: { email: string; body: string; onAgain: () => void }) {
  const t = useText(messages);
  return (
    <div role="status" className="space-y-4 rounded-dialog border border-line bg-surface p-6 shadow-raised">
      <MailCheck aria-hidden className="size-10 text-accent" />
      <p className="text-20 font-semibold">{t('mail.look')}</p>
      <p>
        {body} <strong className="font-semibold wrap-anywhere">{email}</strong>
      </p>
      <p className="text-14 text-ink-muted">{t('mail.hint')}</p>
      <Button onClick={onAgain}>{t('mail.again')}</Button>
    </div>
  );
}
