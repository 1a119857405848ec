/** The sidebar, in order, with the right that each entry needs (UX-12). */
import {
  Award, Building2, CalendarDays, ChartLine, Coins, CreditCard, House, LayoutDashboard, LifeBuoy, Plug, ScrollText, Scale, Settings, Ticket, TicketPercent, Users,
  type LucideIcon,
} from 'lucide-react';
import type messages from './messages.en.json';
import { paths } from '@/lib/paths';
import { allows, type Permission } from '@/lib/permissions';
import type { Membership } from '@/lib/session/me';

export interface Entry {
  to: string;
  text: keyof typeof messages;
  icon: LucideIcon;
  end?: boolean;
}

export interface Group {
  heading: string | null;
  entries: Entry[];
}

export const mine: Entry[] = [
  { to: paths.me(), text: 'nav.home', icon: House, end: true },
  { to: paths.myEvents(), text: 'nav.myEvents', icon: Ticket },
  { to: paths.myCertificates(), text: 'nav.certificates', icon: Award },
  { to: paths.myCpd(), text: 'nav.cpdRecord', icon: ChartLine },
];

/** For the platform's own people. */
export const platform: Entry[] = [{ to: paths.operate(), text: 'nav.operate', icon: LifeBuoy }];

type Guarded = Entry & { needs: Permission };

export function ofOrganization(held: Membership): { work: Entry[]; settings: Entry[] } {
  const orgId = held.organization_id;
  const work: Guarded[] = [
    { to: paths.org({ orgId }), text: 'nav.overview', icon: LayoutDashboard, end: true, needs: 'view-organization' },
    { to: paths.orgEvents({ orgId }), text: 'nav.events', icon: CalendarDays, needs: 'read-events' },
    { to: paths.orgCertificates({ orgId }), text: 'nav.certificates', icon: Award, needs: 'read-credentials' },
    { to: paths.orgCredit({ orgId }), text: 'nav.credit', icon: Scale, needs: 'manage-credit-rules' },
    { to: paths.orgPromoCodes({ orgId }), text: 'nav.promoCodes', icon: TicketPercent, needs: 'manage-promo-codes' },
    { to: paths.orgFinance({ orgId }), text: 'nav.finance', icon: Coins, needs: 'view-finance' },
  ];
  const settings: Guarded[] = [
    { to: paths.orgSettings({ orgId }), text: 'nav.organization', icon: Settings, needs: 'manage-organization' },
    { to: paths.orgTeam({ orgId }), text: 'nav.team', icon: Users, needs: 'manage-members' },
    { to: paths.orgBilling({ orgId }), text: 'nav.billing', icon: CreditCard, needs: 'view-billing' },
    { to: paths.orgIntegrations({ orgId }), text: 'nav.integrations', icon: Plug, needs: 'manage-integrations' },
    { to: paths.orgAudit({ orgId }), text: 'nav.audit', icon: ScrollText, needs: 'read-audit-log' },
  ];
  const open = (entries: Guarded[]) => entries.filter(({ needs }) => allows(held, needs));
  return { work: open(work), settings: open(settings) };
}

export const organizationIcon = Building2;
