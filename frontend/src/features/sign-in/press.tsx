import { useState } from 'react';
import { endedDetail, LinkEnded } from './link-ended';
import { Narrow } from './narrow';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';

interface Props {
  purpose: string;
  title: string;
  lead: string;
  action: string;
  onPress: () => Promise<unknown>;
}

/** A link whose whole act is one press. */
export function Press({ purpose, title, lead, action, onPress }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const ended = endedDetail(error);
  if (ended !== null) return <LinkEnded purpose={purpose} detail={ended} />;
  const press = async () => {
    setBusy(true);
    setError(null);
    try {
      await onPress();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Narrow title={title} lead={lead}>
      {error !== null && <ErrorState inline error={error} />}
      <Button wide variant="primary" size="large" busy={busy} onClick={() => void press()}>
        {action}
      </Button>
    </Narrow>
  );
}
