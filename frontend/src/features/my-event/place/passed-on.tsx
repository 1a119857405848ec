import type { PassedOn } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';

/** Right after a place was given away: its link opens nothing any more, so this is said from memory. */
export function PassedOnPage({ to: { full_name: name, email }, slug }: { to: PassedOn; slug: string }) {
  const t = useText(messages);
  return (
    <div className="space-y-6">
      <PageHeader title={t('passed.title', { name })} />
      <p className="max-w-prose wrap-anywhere">{t('passed.body', { email })}</p>
      <ButtonLink to={paths.event({ slug })}>{t('passed.event')}</ButtonLink>
    </div>
  );
}
