import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect } from 'react';
import { useForm, type DefaultValues, type FieldValues, type Resolver, type UseFormReturn } from 'react-hook-form';
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
  const form = useForm<In, unknown, Out>({
    resolver: zodResolver(schema as never) as unknown as Resolver<In, unknown, Out>,
    mode: 'onTouched',
    reValidateMode: 'onChange',
    shouldFocusError: false,
    defaultValues: Object.assign({}, defaults, kept?.values) as DefaultValues<In>,
  });
  useDraft(form, draft);
  return { ...form, dropDraft: () => { if (draft !== undefined) clearDraft(draft); } };
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
