import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { events, tagOf, type Question } from '@/features/events/api';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

type Body = Schema<'AskQuestion'>;

/** Writes a question: a new one, or what has changed of one. */
export function useSaveQuestion(org: string, id: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: ({ body, question }: { body: Body; question: Question | null }) =>
      question === null
        ? http.post('/api/v1/events/{event_id}/questions', { as: { org }, path: { event_id: id }, body, once: once.key() })
        : http.patch('/api/v1/events/{event_id}/questions/{question_id}', {
            as: { org },
            path: { event_id: id, question_id: question.id },
            body,
            ifMatch: tagOf(question),
          }),
    onSuccess: once.done,
    onSettled: () => client.invalidateQueries({ queryKey: events.questions(org, id).queryKey }),
  });
}

export function useRemoveQuestion(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (question: Question) =>
      http.delete('/api/v1/events/{event_id}/questions/{question_id}', {
        as: { org },
        path: { event_id: id, question_id: question.id },
        ifMatch: tagOf(question),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: events.questions(org, id).queryKey }),
  });
}
