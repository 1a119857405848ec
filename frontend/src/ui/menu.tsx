import { EllipsisVertical } from 'lucide-react';
import { DropdownMenu as Base } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn';
import { IconButton } from './icon-button';
import messages from './messages.en.json';
import { AppLink } from './text-link';
import { useText } from '@/lib/i18n/use-text';

export type MenuItem =
  | { kind?: 'action'; label: string; icon?: ReactNode; danger?: boolean; disabled?: boolean; onSelect: () => void }
  | { kind: 'link'; label: string; icon?: ReactNode; to: string }
  | { kind: 'choice'; label: string; icon?: ReactNode; checked: boolean; onSelect: () => void }
  | { kind: 'heading'; label: ReactNode }
  | { kind: 'line' };

interface Props {
  items: MenuItem[];
  /** The button that opens it; three dots named "More actions" when left out. */
  trigger?: ReactElement;
  label?: string;
  align?: 'start' | 'end';
}

const ROW =
  'flex min-h-10 items-center gap-3 rounded-chip px-3 text-16 text-ink outline-none select-none no-underline pointer-coarse:min-h-11 data-highlighted:bg-sunken data-disabled:text-ink-subtle [&_svg]:size-4.5 [&_svg]:text-ink-muted';

export function Menu({ items, trigger, label, align = 'end' }: Props) {
  const t = useText(messages);
  return (
    <Base.Root modal={false}>
      <Base.Trigger asChild>
        {trigger ?? <IconButton label={label ?? t('menu')} icon={<EllipsisVertical />} size="small" />}
      </Base.Trigger>
      <Base.Portal>
        <Base.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-dialog max-h-[70dvh] min-w-52 animate-appear overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-floating"
        >
          {items.map((item, at) => (
            <Item key={at} item={item} />
          ))}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  switch (item.kind) {
    case 'line':
      return <Base.Separator className="my-1 h-px bg-line" />;
    case 'heading':
      return <Base.Label className="px-3 pt-2 pb-1 text-14 text-ink-muted">{item.label}</Base.Label>;
    case 'link':
      return (
        <Base.Item asChild>
          <AppLink to={item.to} className={ROW}>
            {item.icon}
            {item.label}
          </AppLink>
        </Base.Item>
      );
    case 'choice':
      return (
        <Base.CheckboxItem checked={item.checked} onSelect={item.onSelect} className={cn(ROW, 'data-[state=checked]:font-semibold')}>
          {item.icon}
          <span className="flex-1">{item.label}</span>
          <Base.ItemIndicator>✓</Base.ItemIndicator>
        </Base.CheckboxItem>
      );
    default:
      return (
        <Base.Item
          disabled={item.disabled}
          onSelect={item.onSelect}
          className={cn(ROW, item.danger && 'text-danger [&_svg]:text-danger')}
        >
          {item.icon}
          {item.label}
        </Base.Item>
      );
  }
}
