import { ArrowDown, ArrowUp, EyeOff, PencilLine, Trash2 } from 'lucide-react';
import type { Ticket } from './api';
import messages from './messages.en.json';
import { TicketPrices } from './ticket-prices';
import { useText } from '@/lib/i18n/use-text';
import { IconButton } from '@/ui/icon-button';
import { Menu } from '@/ui/menu';
import { When } from '@/ui/quantities';
import { Pill } from '@/ui/states/status-pill';

interface Props {
  ticket: Ticket;
  zone: string;
  onEdit: () => void;
  onRemove?: () => void;
  onUp?: () => void;
  onDown?: () => void;
}

export function TicketRow({ ticket, zone, onEdit, onRemove, onUp, onDown }: Props) {
  const t = useText(messages);
  const { name, description, capacity, seats_taken: taken, sales_open_at: opens, sales_close_at: closes } = ticket;
  const items = [
    ...(onUp ? [{ label: t('up'), icon: <ArrowUp />, onSelect: onUp }] : []),
    ...(onDown ? [{ label: t('down'), icon: <ArrowDown />, onSelect: onDown }] : []),
    ...(onRemove ? [{ label: t('remove'), icon: <Trash2 />, danger: true, onSelect: onRemove }] : []),
  ];
  return (
    <li className="flex items-start gap-2 py-4">
      <div className="grid min-w-0 flex-1 gap-x-8 gap-y-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="min-w-0 space-y-1">
          <p className="flex flex-wrap items-center gap-2 font-semibold">
            <span className="min-w-0 wrap-anywhere">{name}</span>
            {ticket.audience === 'hidden' && <Pill icon={EyeOff} tone="neutral" label={t('hidden')} />}
          </p>
          {description != null && <p className="text-14 text-ink-muted">{description}</p>}
          <p className="text-14">
            {capacity == null ? t('taken', { n: taken }) : t('takenOf', { n: taken, of: capacity })}
            {ticket.mode !== 'any' && ` · ${t(`mode.${ticket.mode}`)}`}
          </p>
          {opens != null && <p className="text-14 text-ink-muted">{t.rich('opens', { when: <When key="w" at={opens} zone={zone} first="event" /> })}</p>}
          {closes != null && <p className="text-14 text-ink-muted">{t.rich('closes', { when: <When key="w" at={closes} zone={zone} first="event" /> })}</p>}
          {ticket.access_code != null && (
            <p className="text-14 text-ink-muted">
              {t('code')}: <code className="font-mono text-ink">{ticket.access_code}</code>
            </p>
          )}
        </div>
        <TicketPrices ticket={ticket} zone={zone} />
      </div>
      <IconButton size="small" label={t('editOf', { name })} icon={<PencilLine />} onClick={onEdit} />
      {items.length > 0 && <Menu label={t('actionsOf', { name })} items={items} />}
    </li>
  );
}
