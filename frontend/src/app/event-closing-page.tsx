/** E11 shows what two other features do: they meet here. */
import { IssueAll } from '@/features/certificates-desk/issue/issue-all';
import { ClosingPage, prefetch } from '@/features/closing/closing-page';
import { ReopenDialog } from '@/features/events/workspace/reopen-dialog';

export { prefetch };

export default function EventClosingPage() {
  return (
    <ClosingPage
      issuing={(eventId) => <IssueAll eventId={eventId} />}
      reopening={(eventId, onClose) => <ReopenDialog open event={{ id: eventId }} onClose={onClose} />}
    />
  );
}
