import { Video } from 'lucide-react';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { buttonStyle } from '@/ui/button';

/** The same press all day: the server answers it with the meeting's present address. */
export function JoinButton({ url }: { url: string }) {
  const t = useText(messages);
  return (
    <a href={url} target="_blank" rel="noreferrer" className={buttonStyle({ variant: 'primary', size: 'large', wide: true })}>
      <Video aria-hidden />
      {t('join')}
    </a>
  );
}
