import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useRef } from 'react';
import { useForm, type DefaultValues, type FieldErrors, type FieldValues, type Resolver, type UseFormReturn } from 'react-hook-form';
import type * as z from 'zod/mini';
import { clearDraft, readDraft, writeDraft } from './draft';

const DRAFT_AFTER_MS = 800;

interface Setup<Values> {
  defaults: DefaultValues<Values>;
  /** A name under which the unsent input is kept; leave out for short forms and secrets. */
  draft?: string;
}

export type AppForm<In extends FieldValues, Out = In> = UseFormReturn<In, unknown, Out> & { dropDraft: () => void };

/** React Hook Form as every form here uses it: checks on leaving a field and on submit (UX-17). */
export function useAppForm<In extends FieldValues, Out>(
  schema: z.ZodMiniType<Out, In>,
  { defaults, draft }: Setup<In>,
): AppForm<In, Out> {
  const kept = draft === undefined ? null : readDraft(draft);
  const check = zodResolver(schema as never) as unknown as Resolver<In, unknown, Out>;
  const known = useRef<UseFormReturn | null>(null);
  const form = useForm<In, unknown, Out>({
    resolver: async (values, context, options) => {
      const [name, ...more] = options.names ?? [];
      const rows = name !== undefined && more.length === 0 && Array.isArray(values[name]);
      return rows && known.current?.formState.isSubmitted === false ? asBefore<In>(known.current, name) : check(values, context, options);
    },
    mode: 'onTouched',
    reValidateMode: 'onChange',
    shouldFocusError: false,
    defaultValues: Object.assign({}, defaults, kept?.values) as DefaultValues<In>,
  });
  useEffect(() => {
    known.current = form as unknown as UseFormReturn;
  });
  useDraft(form, draft);
  return { ...form, dropDraft: () => { if (draft !== undefined) clearDraft(draft); } };
}

/** A row that is added or taken away is no reason to refuse fields that nobody has reached yet. */
function asBefore<In extends FieldValues>(form: UseFormReturn, name: string) {
  const { error } = form.getFieldState(name);
  return { values: {}, errors: (error === undefined ? {} : { [name]: error }) as unknown as FieldErrors<In> };
}

function useDraft<In extends FieldValues, Out>(form: UseFormReturn<In, unknown, Out>, name?: string): void {
  useEffect(() => {
    if (name === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = form.subscribe({
      formState: { values: true },
      callback: ({ values }) => {
        clearTimeout(timer);
        timer = setTimeout(() => writeDraft(name, values, new Date()), DRAFT_AFTER_MS);
      },
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [form, name]);
}
