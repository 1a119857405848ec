import { useState } from 'react';
import { useAddresses } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import type { Me } from '@/lib/session/me';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { OneField } from '@/ui/form/one-field';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { CircleCheck } from 'lucide-react';
import { Pill } from '@/ui/states/status-pill';

type Address = NonNullable<Me['addresses']>[number];

/** One account, several addresses: whatever was made with one of them belongs here. */
export function AddressesPanel({ me }: { me: Me }) {
  const t = useText(messages);
  const { add, makePrimary, remove } = useAddresses();
  const [leaving, setLeaving] = useState<Address | null>(null);
  return (
    <Panel title={t('addresses')} description={t('addresses.hint')}>
      <div className="space-y-5">
        <ul className="divide-y divide-line">
          {me.addresses.map((address) => (
            <li key={address.id} className="flex flex-wrap items-center gap-3 py-3 first:pt-0">
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-semibold wrap-anywhere">{address.address}</p>
                {address.held_until != null && (
                  <p className="text-14 text-ink-muted">{t.rich('addresses.held', { when: <When key="w" at={address.held_until} /> })}</p>
                )}
              </div>
              {address.is_primary ? (
                <Pill icon={CircleCheck} tone="accent" label={t('addresses.primary')} />
              ) : (
                <>
                  <Button size="small" busy={makePrimary.isPending && makePrimary.variables === address.id} onClick={() => makePrimary.mutate(address.id)}>
                    {t('addresses.makePrimary')}
                  </Button>
                  <Button size="small" variant="quiet" onClick={() => setLeaving(address)}>
                    {t('addresses.remove')}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
        {makePrimary.error && <ErrorState inline error={makePrimary.error} />}
        {add.isSuccess ? (
          <Banner tone="success">{t('addresses.sent', { email: add.variables })}</Banner>
        ) : (
          <OneField
            label={t('addresses.add')}
            type="email"
            inputMode="email"
            autoComplete="email"
            submit={t('addresses.send')}
            check={(email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : t('email.wrong'))}
            onSubmit={(email) => add.mutateAsync(email.trim())}
          />
        )}
      </div>
      <Confirm
        open={leaving !== null}
        danger
        onClose={() => setLeaving(null)}
        title={t('addresses.removeTitle', { email: leaving?.address ?? '' })}
        action={t('addresses.remove')}
        onConfirm={() => remove.mutateAsync(leaving?.id ?? '')}
      >
        <p>{t('addresses.removeBody')}</p>
      </Confirm>
    </Panel>
  );
}
