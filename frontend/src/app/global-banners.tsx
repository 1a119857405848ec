import { useSyncExternalStore } from 'react';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { ExternalTextLink } from '@/ui/text-link';

function followLine(listener: () => void): () => void {
  globalThis.addEventListener('online', listener);
  globalThis.addEventListener('offline', listener);
  return () => {
    globalThis.removeEventListener('online', listener);
    globalThis.removeEventListener('offline', listener);
  };
}

// The server writes the tag into the page when it runs with the sandbox vendors.
const sandbox = document.querySelector<HTMLMetaElement>('meta[name="accredit-sandbox"]')?.content;

/** Conditions of the whole app, the worst; that of an organization's plan may follow below (UX-11: at most two). */
export function GlobalBanners() {
  const t = useText(messages);
  const online = useSyncExternalStore(followLine, () => navigator.onLine);
  return (
    <div className="print:hidden">
      {!online && (
        <Banner strip tone="warning">
          {t('offline')}
        </Banner>
      )}
      {online && sandbox !== undefined && (
        <Banner strip tone="info" actions={<ExternalTextLink href={sandbox}>{t('sandbox.open')}</ExternalTextLink>}>
          {t('sandbox')}
        </Banner>
      )}
    </div>
  );
}
