import { useQuery } from '@tanstack/react-query';
import { PencilLine, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import messages from './messages.en.json';
import { QuestionDialog } from './question-dialog';
import { useRemoveQuestion } from './questions';
import { events, type Event, type Question } from '@/features/events/api';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { IconButton } from '@/ui/icon-button';
import { Panel } from '@/ui/panel';
import { SkeletonRows } from '@/ui/skeleton';

export function QuestionsPanel({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(events.questions(org.id, event.id));
  const remove = useRemoveQuestion(org.id, event.id);
  const [editing, setEditing] = useState<Question | 'new' | null>(null);
  const [removing, setRemoving] = useState<Question | null>(null);
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={3} />;
  const questions = query.data.data;
  return (
    <Panel
      title={t('questions')}
      description={t('questionsHint')}
      actions={
        <Button size="small" onClick={() => setEditing('new')}>
          <Plus aria-hidden />
          {t('questionAdd')}
        </Button>
      }
    >
      {questions.length === 0 && <p className="text-ink-muted">{t('questionsNone')}</p>}
      <ul className="-my-3 divide-y divide-line empty:hidden">
        {questions.map((question) => (
          <li key={question.id} className="flex items-start gap-2 py-3">
            <div className="min-w-0 flex-1">
              <p className="font-semibold">{question.label}</p>
              <p className="text-14 text-ink-muted">{[t(`kind.${question.kind}`), ...question.options.map(({ label }) => label), ...(question.required ? [t('required')] : [])].join(' · ')}</p>
            </div>
            <IconButton size="small" label={`${t('questionEdit')}: ${question.label}`} icon={<PencilLine />} onClick={() => setEditing(question)} />
            <IconButton size="small" label={`${t('questionRemove')}: ${question.label}`} icon={<Trash2 />} onClick={() => setRemoving(question)} />
          </li>
        ))}
      </ul>
      {editing !== null && <QuestionDialog event={event} question={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      <Confirm
        danger
        open={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('questionRemoveTitle')}
        action={t('questionRemove')}
        onConfirm={async () => {
          if (removing) await remove.mutateAsync(removing);
          toast(t('questionRemoved'));
        }}
      >
        {t('questionRemoveBody', { label: removing?.label ?? '' })}
      </Confirm>
    </Panel>
  );
}
