import { useQuery } from '@tanstack/react-query';
import { person, useResendMessage } from './api';
import messages from './messages.en.json';
import { Section } from './section';
import { useDesk } from './use-desk';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { When } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';

/** The mails that a person got about the event, each with what became of it. */
export function PersonMails({ id }: { id: string }) {
  const t = useText(messages);
  const { org } = useDesk();
  const query = useQuery(person.messages(org.id, id));
  const resend = useResendMessage(org.id, id);
  const again = (mail: string) =>
    resend.mutate(mail, {
      onSuccess: () => toast(t('person.mailAgain')),
      onError: (error) => toast(isProblem(error) ? error.message : '', { tone: 'danger' }),
    });
  return (
    <Section title={t('person.mails')}>
      {query.isPending && <Skeleton className="h-16" />}
      {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.data.length === 0 && <p className="text-ink-muted">{t('person.noMail')}</p>}
      <ul className="divide-y divide-line empty:hidden">
        {query.data?.data.map(({ id: mail, subject, key, state, state_at: at, state_reason: why, resendable }) => (
          <li key={mail} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 first:pt-0">
            <div className="min-w-0 flex-1 basis-48">
              <p className="font-semibold">{subject ?? key.replaceAll('-', ' ')}</p>
              <p className="text-14 text-ink-muted">
                {t.of('mail', state)} · <When at={at} />
                {why && ` · ${why}`}
              </p>
            </div>
            {resendable && org.can('send-messages') && (
              <Button size="small" variant="quiet" busy={resend.isPending && resend.variables === mail} onClick={() => again(mail)}>
                {t('person.resendMail')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
