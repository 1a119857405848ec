import { X } from 'lucide-react';
import { Dialog as Base } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { cn } from './cn';
import { IconButton } from './icon-button';
import { focusBack, opener } from './focus-back';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One sentence below the title, read with it. */
  description?: ReactNode;
  children: ReactNode;
  /** Buttons; the one that acts comes last. */
  actions?: ReactNode;
}

const SIZES = { small: 'md:max-w-md', medium: 'md:max-w-2xl' };

/** Keeps the focus and gives it back; Escape closes; fills a phone. */
export function Dialog({ size = 'small', ...rest }: Props & { size?: keyof typeof SIZES }) {
  return (
    <Modal
      {...rest}
      className={cn(
        'inset-0 m-auto h-dvh w-full animate-rise md:h-fit md:max-h-[min(90dvh,48rem)] md:rounded-dialog',
        SIZES[size],
      )}
    />
  );
}

/** Beside the list that it belongs to; an object shown in it has an address. */
export function Drawer({ wide = false, ...rest }: Props & { wide?: boolean }) {
  return (
    <Modal
      {...rest}
      reads
      className={cn('inset-y-0 end-0 h-dvh w-full animate-slide', wide ? 'md:max-w-2xl' : 'md:max-w-lg')}
    />
  );
}

interface ModalProps extends Props {
  className: string;
  /** What it shows may have nothing to press, and is scrolled by keyboard all the same. */
  reads?: boolean;
}

function Modal({ open, onClose, title, description, children, actions, className, reads = false }: ModalProps) {
  const t = useText(messages);
  const [seen, setSeen] = useState<{ open: boolean; from: HTMLElement | null }>({ open: false, from: null });
  // Asked before the dialog takes the focus; it has no trigger of its own that it could be given back to.
  if (open !== seen.open) setSeen({ open, from: open ? opener() : seen.from });
  return (
    <Base.Root open={open} onOpenChange={(next) => { if (!next) onClose(); }}>
      <Base.Portal>
        <Base.Overlay className="fixed inset-0 z-dialog animate-appear bg-scrim" />
        <Base.Content
          {...(description === undefined && { 'aria-describedby': undefined })}
          // The dialog itself, so that its title is read first and no tooltip covers it.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            focusBack(seen.from);
          }}
          className={cn('fixed z-dialog flex flex-col border-line bg-raised shadow-modal outline-none md:border', className)}
        >
          <header className="flex items-start gap-3 border-b border-line py-3 ps-4 pe-3 md:ps-6">
            <div className="min-w-0 flex-1 py-1">
              <Base.Title className="text-20 font-semibold text-ink">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="mt-1 text-14 text-ink-muted">{description}</Base.Description>
              )}
            </div>
            <IconButton label={t('close')} icon={<X />} onClick={onClose} />
          </header>
          <div {...(reads && { tabIndex: 0 })} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4 md:px-6 md:py-5">
            {children}
          </div>
          {actions !== undefined && (
            <footer className="flex flex-wrap justify-end gap-3 border-t border-line px-4 py-3 md:px-6">{actions}</footer>
          )}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}
