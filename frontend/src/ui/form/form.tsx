import { useEffect, useRef, useState, type ReactNode } from 'react';
import { FormProvider, type FieldErrors, type FieldValues, type Path } from 'react-hook-form';
import messages from './messages.en.json';
import { place } from '@/lib/form/pointers';
import type { AppForm } from '@/lib/form/use-app-form';
import { isProblem, type ProblemError } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { planRefusal } from '@/lib/plan/limit';
import { cn } from '@/ui/cn';
import { ErrorState } from '@/ui/error-state';

interface Props<In extends FieldValues, Out> {
  form: AppForm<In, Out>;
  /** Sends it; what it throws lands on the fields or in the summary. */
  onSubmit: (values: Out) => Promise<unknown>;
  /** Server pointers whose field has another name: `{ '/starts_at': 'start' }`. */
  rename?: Record<string, string>;
  children: ReactNode;
  className?: string;
}

/** One column, a summary of refusals that takes the focus, input kept whatever happens (UX-18). */
export function Form<In extends FieldValues, Out>({ form, onSubmit, rename, children, className }: Props<In, Out>) {
  const [failure, setFailure] = useState<unknown>(null);
  const [rest, setRest] = useState<string[]>([]);
  const [refused, setRefused] = useState(0);
  const [failed, setFailed] = useState(0);

  const send = async (values: Out) => {
    setFailure(null);
    setRest([]);
    try {
      await onSubmit(values);
      form.dropDraft();
    } catch (error) {
      // The fields of a refusal by the plan are its facts, not places of the form.
      if (isProblem(error) && error.errors.length > 0 && planRefusal(error) === null) {
        setRest(showErrors(form, error, rename));
        setRefused((before) => before + 1);
      } else {
        setFailure(error);
        setFailed((before) => before + 1);
      }
    }
  };

  const submit = form.handleSubmit(send, () => setRefused((before) => before + 1));
  return (
    <FormProvider {...form}>
      <form noValidate className={cn('max-w-form space-y-6', className)} onSubmit={(event) => void submit(event)}>
        <Summary errors={form.formState.errors} rest={rest} refused={refused} />
        {failure !== null && <Failure error={failure} attempt={failed} />}
        {children}
      </form>
    </FormProvider>
  );
}

function showErrors<In extends FieldValues, Out>(form: AppForm<In, Out>, error: ProblemError, rename?: Record<string, string>): string[] {
  const known = (name: string) => has(form.getValues(), name);
  const { fields, rest } = place(error.errors, known, rename);
  for (const { name, message } of fields) form.setError(name as Path<In>, { type: 'server', message });
  return rest;
}

function has(values: unknown, name: string): boolean {
  return name.split('.').reduce<unknown>((at, key) => (isObject(at) && key in at ? at[key] : undefined), values) !== undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

interface Line {
  name: string;
  message: string;
}

export function linesOf(errors: FieldErrors, prefix = ''): Line[] {
  return Object.entries(errors).flatMap(([key, error]): Line[] => {
    const name = prefix + key;
    if (!isObject(error)) return [];
    if (typeof error.message === 'string') return [{ name, message: error.message }];
    return linesOf(error as FieldErrors, `${name}.`);
  });
}

function Summary({ errors, rest, refused }: { errors: FieldErrors; rest: string[]; refused: number }) {
  const t = useText(messages);
  const box = useRef<HTMLDivElement>(null);
  const lines = linesOf(errors);
  const count = lines.length + rest.length;
  const told = useRef(0);
  // A refusal is known a moment before what is wrong: its focus waits for the first box, and is given once.
  useEffect(() => {
    if (refused === told.current || box.current === null) return;
    told.current = refused;
    box.current.focus();
  }, [refused, count]);
  if (refused === 0 || count === 0) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="rounded-control border border-danger bg-danger-soft p-4">
      <p className="font-semibold text-danger">{t('errorSummary', { n: count })}</p>
      <ul className="mt-2 grid list-disc gap-1 ps-5">
        {lines.map(({ name, message }) => (
          <li key={name}>
            <a href={`#${name}`} className="text-ink underline" onClick={(event) => focusField(event, name)}>
              {message}
            </a>
          </li>
        ))}
        {rest.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}

function focusField(event: React.MouseEvent, name: string): void {
  event.preventDefault();
  const field = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
  field?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
}

function Failure({ error, attempt }: { error: unknown; attempt: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [attempt]);
  return (
    <div ref={box} tabIndex={-1}>
      <ErrorState error={error} inline />
    </div>
  );
}
