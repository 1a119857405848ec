import { Archive, Ban, CircleCheck, PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useMoveCode, type Code } from '@/features/promo-codes/api';
import messages from '@/features/promo-codes/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';

/** Off and on again is a press; away for good is asked about, since its word is free again then. */
export function CodeActions({ code, onEdit }: { code: Code; onEdit: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const move = useMoveCode(org.id, code.id);
  const [ending, setEnding] = useState(false);
  const off = code.status === 'disabled';
  return (
    <>
      {move.error && !ending && <ErrorState inline error={move.error} />}
      <Button onClick={onEdit}>
        <PencilLine aria-hidden />
        {t('edit')}
      </Button>
      <Button busy={move.isPending && !ending} onClick={() => move.mutate(off ? 'enable' : 'disable', { onSuccess: () => toast(t(off ? 'enabled' : 'disabled')) })}>
        {off ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
        {t(off ? 'enable' : 'disable')}
      </Button>
      <Button variant="quiet" onClick={() => setEnding(true)}>
        <Archive aria-hidden />
        {t('archive')}
      </Button>
      <Confirm
        danger
        open={ending}
        onClose={() => setEnding(false)}
        title={t('archive.title', { code: code.code })}
        action={t('archive')}
        onConfirm={async () => {
          await move.mutateAsync('archive');
          toast(t('archived'));
        }}
      >
        <p>{t('archive.body', { n: code.reserved })}</p>
      </Confirm>
    </>
  );
}
