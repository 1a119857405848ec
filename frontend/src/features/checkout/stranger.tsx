import { ShieldCheck } from 'lucide-react';
import { useLocation } from 'react-router';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';

/** Neither signed in nor with the link of a guest: nothing of the payment is shown, and nothing of it is lost. */
export function Stranger() {
  const t = useText(messages);
  const { pathname, search } = useLocation();
  return (
    <div className="space-y-6">
      <span className="grid size-14 place-items-center rounded-full bg-info-soft text-info">
        <ShieldCheck aria-hidden className="size-8" />
      </span>
      <PageHeader title={t('stranger')} lead={t('stranger.lead')} />
      <ul className="max-w-prose list-disc space-y-2 ps-5">
        <li>{t('stranger.mail')}</li>
        <li>{t('stranger.account')}</li>
      </ul>
      <div className="flex flex-wrap gap-3">
        <ButtonLink variant="primary" size="large" to={paths.signIn(null, { next: pathname + search })}>
          {t('stranger.signIn')}
        </ButtonLink>
        <ButtonLink size="large" to={paths.events()}>
          {t('events')}
        </ButtonLink>
      </div>
    </div>
  );
}
