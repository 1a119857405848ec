import { ChevronRight } from 'lucide-react';
import { NavLink, useParams } from 'react-router';
import messages from './messages.en.json';
import { mine, ofOrganization, platform, type Entry } from './navigation';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { membership } from '@/lib/permissions';
import { preload } from '@/lib/preload';
import type { Me, Membership } from '@/lib/session/me';
import { OrgMark } from '@/ui/avatar';
import { cn } from '@/ui/cn';

interface Props {
  me: Me;
  /** Only icons, from 768 px; names then show as tooltips. */
  rail?: boolean;
  onFollow?: () => void;
}

/** "My CPD" first and always, organizations below; there is no role switch (UX-1). */
export function Sidebar({ me, rail = false, onFollow }: Props) {
  const t = useText(messages);
  const { orgId = '' } = useParams();
  const current = membership(me, orgId);
  const others = me.memberships.filter((one) => one !== current);
  return (
    <nav aria-label={t('nav.main')} className="flex flex-col gap-6 p-3">
      <Group heading={t('nav.myCpd')} entries={mine} rail={rail} onFollow={onFollow} />
      {current && <OrganizationGroups held={current} rail={rail} onFollow={onFollow} />}
      {me.platform_role != null && <Group heading={t('nav.platform')} entries={platform} rail={rail} onFollow={onFollow} />}
      {others.length > 0 && (
        <ul className="grid grid-cols-1 gap-0.5 border-t border-line pt-4">
          {others.map((one) => (
            <li key={one.organization_id}>
              <OtherOrganization held={one} rail={rail} onFollow={onFollow} />
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

function OrganizationGroups({ held, ...rest }: { held: Membership } & Omit<Props, 'me'>) {
  const t = useText(messages);
  const { work, settings } = ofOrganization(held);
  return (
    <>
      <Group heading={held.name} entries={work} {...rest} />
      {settings.length > 0 && <Group heading={t('nav.settings')} entries={settings} {...rest} />}
    </>
  );
}

function Group({ heading, entries, rail, onFollow }: { heading: string; entries: Entry[] } & Omit<Props, 'me'>) {
  return (
    <div className={cn(rail && 'border-t border-line pt-3 first:border-0 first:pt-0')}>
      <p className={cn('truncate px-3 pb-1 text-12 font-semibold tracking-wide text-ink-subtle', rail && 'sr-only')}>{heading}</p>
      <ul className="grid gap-0.5">
        {entries.map((entry) => (
          <li key={entry.to}>
            <Item entry={entry} rail={rail} onFollow={onFollow} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const ROW =
  'flex h-10 items-center gap-3 rounded-control px-3 text-16 no-underline transition-colors duration-120 pointer-coarse:h-11 [&_svg]:size-5 [&_svg]:shrink-0';

function Item({ entry: { to, text, icon: Icon, end }, rail, onFollow }: { entry: Entry } & Omit<Props, 'me'>) {
  const t = useText(messages);
  return (
    <NavLink
      to={to}
      end={end}
      title={rail ? t(text) : undefined}
      onClick={onFollow}
      onPointerEnter={() => preload(to)}
      onFocus={() => preload(to)}
      className={({ isActive }) =>
        cn(ROW, isActive ? 'bg-accent-soft font-semibold text-on-accent-soft' : 'text-ink-muted hover:bg-sunken hover:text-ink', rail && 'justify-center px-0')
      }
    >
      <Icon aria-hidden />
      <span className={cn('truncate', rail && 'sr-only')}>{t(text)}</span>
    </NavLink>
  );
}

function OtherOrganization({ held, rail, onFollow }: { held: Membership } & Omit<Props, 'me'>) {
  return (
    <NavLink
      to={paths.org({ orgId: held.organization_id })}
      title={rail ? held.name : undefined}
      onClick={onFollow}
      className={cn(ROW, 'text-ink-muted hover:bg-sunken hover:text-ink', rail && 'justify-center px-0')}
    >
      <OrgMark name={held.name} src={held.logo_url} size="small" />
      <span className={cn('min-w-0 flex-1 truncate', rail && 'sr-only')}>{held.name}</span>
      {!rail && <ChevronRight aria-hidden className="text-ink-subtle rtl:rotate-180" />}
    </NavLink>
  );
}
