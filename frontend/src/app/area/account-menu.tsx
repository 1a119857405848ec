import { useQueryClient } from '@tanstack/react-query';
import { Building2, LogOut, MonitorSmartphone, Moon, ReceiptText, Sun, SunMoon, UserRound } from 'lucide-react';
import { useNavigate } from 'react-router';
import messages from './messages.en.json';
import { clearDrafts } from '@/lib/form/draft';
import { http } from '@/lib/http/client';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import type { Me } from '@/lib/session/me';
import { session } from '@/lib/session/store';
import { chooseTheme, useTheme, type Theme } from '@/lib/theme';
import { Avatar } from '@/ui/avatar';
import { Menu, type MenuItem } from '@/ui/menu';

const THEMES: [Theme, typeof Sun][] = [
  ['system', SunMoon],
  ['light', Sun],
  ['dark', Moon],
];

export function AccountMenu({ me }: { me: Me }) {
  const t = useText(messages);
  const theme = useTheme();
  const signOut = useSignOut();
  const items: MenuItem[] = [
    { kind: 'heading', label: me.email },
    { kind: 'link', label: t('nav.profile'), icon: <UserRound />, to: paths.myProfile() },
    { kind: 'link', label: t('nav.security'), icon: <MonitorSmartphone />, to: paths.mySecurity() },
    { kind: 'link', label: t('nav.payments'), icon: <ReceiptText />, to: paths.myPayments() },
    { kind: 'link', label: t('nav.organizations'), icon: <Building2 />, to: paths.myOrganizations() },
    { kind: 'line' },
    { kind: 'heading', label: t('theme.label') },
    ...THEMES.map(([value, Icon]): MenuItem => ({
      kind: 'choice',
      label: t(`theme.${value}` as 'theme.system'),
      icon: <Icon />,
      checked: theme === value,
      onSelect: () => chooseTheme(value),
    })),
    { kind: 'line' },
    { label: t('nav.signOut'), icon: <LogOut />, onSelect: () => void signOut() },
  ];
  return (
    <Menu
      label={t('nav.account')}
      items={items}
      trigger={
        <button type="button" aria-label={`${t('nav.account')}: ${me.full_name}`} className="grid size-11 place-items-center rounded-full">
          <Avatar name={me.full_name} size="small" />
        </button>
      }
    />
  );
}

/** Ends the login, then leaves nothing behind in any tab, even if the server was not reached. */
function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await http.post('/api/v1/logins/sign-out', { as: 'anyone' }).catch(() => undefined);
    session.signedOut();
    clearDrafts();
    await navigate(paths.home());
    client.clear();
  };
}
