import { Check, Share2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';

/** The device's own sheet where there is one, else the address is copied. */
export function ShareEvent({ title }: { title: string }) {
  const t = useText(messages);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const share = async () => {
    const url = globalThis.location.href;
    const sheet = navigator as { share?: Navigator['share'] };
    if (sheet.share) await navigator.share({ title, url }).catch(() => undefined);
    else await navigator.clipboard.writeText(url).then(() => setCopied(true));
  };
  return (
    <Button variant="quiet" onClick={() => void share()}>
      {copied ? <Check aria-hidden /> : <Share2 aria-hidden />}
      <span aria-live="polite">{copied ? t('copied') : t('share')}</span>
    </Button>
  );
}
