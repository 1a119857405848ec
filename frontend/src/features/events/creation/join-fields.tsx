import { Link2, MapPin, Video } from 'lucide-react';
import { useWatch } from 'react-hook-form';
import messages from './messages.en.json';
import type { Sheet } from './schema';
import type { Schema } from '@/api/contract';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { RadioField, SelectField, TextField } from '@/ui/form/fields';
import { TextLink } from '@/ui/text-link';

export const hostName = (host: Schema<'ZoomHost'>): string => host.host_name ?? host.host_email ?? 'Zoom';

/** Zoom, a link or a place, and then only the field that this way needs. */
export function JoinFields({ hosts }: { hosts: Schema<'ZoomHost'>[] }) {
  const t = useText(messages);
  const org = useOrganization();
  const join = useWatch<Sheet, 'join'>({ name: 'join' });
  const [first] = hosts;
  return (
    <div className="space-y-6">
      <RadioField
        name="join"
        label={t('join')}
        look="card"
        columns={3}
        choices={[
          {
            value: 'zoom',
            label: t('join.zoom'),
            icon: <Video aria-hidden />,
            hint: first ? t('join.zoomHint', { host: hostName(first) }) : t('join.zoomNone'),
            disabled: !first,
          },
          { value: 'link', label: t('join.link'), icon: <Link2 aria-hidden />, hint: t('join.linkHint') },
          { value: 'place', label: t('join.place'), icon: <MapPin aria-hidden />, hint: t('join.placeHint') },
        ]}
      />
      {!first && org.can('manage-integrations') && (
        <p className="-mt-3 text-14">
          <TextLink to={paths.orgIntegrations({ orgId: org.id })}>{t('join.connect')}</TextLink>
        </p>
      )}
      {join === 'zoom' && hosts.length > 1 && (
        <SelectField name="host" label={t('host')} options={hosts.map((host) => ({ value: host.id, label: hostName(host) }))} />
      )}
      {join === 'link' && (
        <TextField name="online_url" label={t('url')} hint={t('urlHint')} type="url" inputMode="url" autoComplete="off" placeholder="https://" />
      )}
      {join === 'place' && (
        <>
          <TextField name="venue_name" label={t('venue')} autoComplete="off" />
          <TextField name="venue_address" label={t('address')} autoComplete="street-address" optional />
        </>
      )}
    </div>
  );
}
