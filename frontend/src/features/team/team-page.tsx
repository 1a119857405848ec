import type { QueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { Params } from 'react-router';
import { team } from './api';
import { Invitations } from './invitations';
import { InviteDialog } from './invite-dialog';
import { Members } from './members';
import messages from './messages.en.json';
import { Ownership } from './ownership';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { PageHeader } from '@/ui/page-header';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(team.members(orgId)).catch(() => undefined);
}

/** O20: who works here, what each may do, and who is invited. */
export default function TeamPage() {
  const t = useText(messages);
  const [inviting, setInviting] = useState(false);
  return (
    <div className="space-y-8">
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            {t('invite')}
          </Button>
        }
      />
      <Ownership />
      <Members />
      <Invitations />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
    </div>
  );
}
