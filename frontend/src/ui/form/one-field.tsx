import { useEffect, useRef, useState, type ComponentProps, type ReactNode, type SyntheticEvent } from 'react';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { TextInput } from '@/ui/text-input';

interface Props extends Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'onSubmit'> {
  label: string;
  hint?: ReactNode;
  labelHidden?: boolean;
  submit: ReactNode;
  /** What is wrong with it before anybody is asked, or null. */
  check: (value: string) => string | null;
  onSubmit: (value: string) => unknown;
}

/**
 * A form of one text, for public pages whose first load has no room for the form stack (UX-41).
 * A refusal takes the focus to the field itself, since a summary of one would only repeat it.
 */
export function OneField({ label, hint, labelHidden, submit, check, onSubmit, ...input }: Props) {
  const box = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (error !== null) box.current?.focus();
  }, [error]);
  const send = async (event: SyntheticEvent) => {
    event.preventDefault();
    const mistake = check(value);
    setError(mistake);
    if (mistake !== null) {
      box.current?.focus();
      return;
    }
    setFailure(null);
    setBusy(true);
    try {
      await onSubmit(value);
    } catch (refusal) {
      setFailure(refusal);
    } finally {
      setBusy(false);
    }
  };
  const change = (next: string) => {
    setValue(next);
    if (error !== null) setError(check(next));
  };
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void send(event)}>
      <Field label={label} hint={hint} labelHidden={labelHidden} error={error ?? undefined}>
        {(control) => <TextInput {...input} {...control} ref={box} value={value} onChange={({ target }) => change(target.value)} />}
      </Field>
      {failure !== null && <ErrorState inline error={failure} />}
      <Button type="submit" variant="primary" busy={busy} className="w-full sm:w-auto">
        {submit}
      </Button>
    </form>
  );
}
