import { useState, type ReactNode } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';
import { ErrorState } from './error-state';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  /** The exact effect: how many people, which mails, what cannot be undone (UX-28). */
  children: ReactNode;
  action: string;
  /** What the other press does, where “Cancel” could be the act itself. */
  keep?: string;
  danger?: boolean;
  onConfirm: () => Promise<unknown>;
}

/** Asks before something that cannot be taken back; stays open when the server refuses. */
export function Confirm({ open, onClose, title, children, action, keep, danger = false, onConfirm }: Props) {
  const t = useText(messages);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const close = () => {
    setError(null);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      actions={
        <>
          <Button variant="quiet" onClick={close}>
            {keep ?? t('cancel')}
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {children}
        {error !== null && <ErrorState error={error} inline />}
      </div>
    </Dialog>
  );
}
