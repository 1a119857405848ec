import { useMatch } from 'react-router';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { allows } from '@/lib/permissions';
import type { Membership } from '@/lib/session/me';
import { Banner } from '@/ui/banner';
import { When } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

/** Above every page of an organization that closes: why nothing can be changed, and the way back for its owner (OR-18). */
export function ClosingBanner({ held, at }: { held: Membership; at: string }) {
  const t = useText(messages);
  const orgId = held.organization_id;
  const here = useMatch(paths.orgSettings.path) !== null;
  const settings = allows(held, 'own-organization') && !here && <TextLink to={paths.orgSettings({ orgId })}>{t('closing.settings')}</TextLink>;
  return (
    <Banner strip tone="warning" actions={settings === false ? undefined : settings}>
      {t.rich('closing', { when: <When key="w" at={at} style="date" /> })}
    </Banner>
  );
}
