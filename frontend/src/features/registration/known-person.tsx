import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import type { Me } from '@/lib/session/me';
import { Avatar } from '@/ui/avatar';
import { TextLink } from '@/ui/text-link';

/** Who is signed in is not asked again. */
export function KnownPerson({ me }: { me: Me }) {
  const t = useText(messages);
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-control border border-line bg-surface p-4">
      <Avatar name={me.full_name} src={me.photo_url} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-semibold">{me.full_name}</p>
        <p className="text-14 text-ink-muted">{me.email}</p>
      </div>
      <TextLink to={paths.myProfile()}>{t('changeProfile')}</TextLink>
    </div>
  );
}
