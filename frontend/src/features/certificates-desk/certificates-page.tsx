import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, offeringOf, type CertificateStatus, type Filter } from './api';
import { CertificateDrawer } from './certificate/certificate-drawer';
import { CertificateList } from './certificate/certificate-list';
import { ExportButton } from './export-button';
import messages from './messages.en.json';
import { useOpenedCertificate } from './use-desk';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Combobox } from '@/ui/combobox';
import { PageHeader } from '@/ui/page-header';
import { SearchInput } from '@/ui/search-input';
import { Select } from '@/ui/select';
import { ButtonLink } from '@/ui/text-link';

const NONE = { q: '', status: 'all', event: '' };
const STATUSES = ['all', 'active', 'superseded', 'revoked', 'erased'] as const;

const isStatus = (word: string): word is CertificateStatus => word !== 'all' && (STATUSES as readonly string[]).includes(word);

const filterOf = ({ q, status, event }: typeof NONE): Filter => ({
  ...(q !== '' && { q }),
  ...(isStatus(status) && { status }),
  ...(event !== '' && { offering: offeringOf(event) }),
});

/** O6: every certificate of the organization; found by name, number or code. */
export default function CertificatesPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(NONE);
  const [certificate, close] = useOpenedCertificate();
  const asked = filterOf(filter);
  const clear = <Button onClick={() => setFilter(NONE)}>{t('clearFilters')}</Button>;
  const toEvents = org.can('read-events') && <ButtonLink to={paths.orgEvents({ orgId: org.id })}>{t('toEvents')}</ButtonLink>;
  return (
    <div className="space-y-5">
      <PageHeader title={t('certificates')} actions={<ExportButton filter={asked} />} />
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <SearchInput label={t('searchAll')} value={filter.q} onSearch={(q) => setFilter({ q })} />
        </div>
        {org.can('read-events') && (
          <div className="w-72 max-w-full">
            <EventChoice value={filter.event} onChange={(event) => setFilter({ event })} />
          </div>
        )}
        <div className="w-44 max-w-full">
          <Select
            aria-label={t('col.status')}
            value={filter.status}
            options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
            onChange={({ target }) => setFilter({ status: target.value })}
          />
        </div>
      </div>
      <CertificateList
        filter={asked}
        empty={
          Object.keys(asked).length === 0
            ? { title: t('firstTitle'), body: t('firstBody'), action: toEvents }
            : { title: t('noMatch'), body: t('noMatchAll'), action: clear }
        }
      />
      {certificate !== null && <CertificateDrawer key={certificate} id={certificate} onClose={close} />}
    </div>
  );
}

function EventChoice({ value, onChange }: { value: string; onChange: (event: string) => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const [typed, setTyped] = useState('');
  const found = useQuery({ ...desk.events(org.id, typed), placeholderData: (before) => before });
  const chosen = useQuery({ ...desk.event(org.id, value), enabled: value !== '' });
  const options = (found.data?.data ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const held = chosen.data && !options.some((one) => one.value === value) ? [{ value, label: chosen.data.title }] : [];
  return (
    <Combobox
      aria-label={t('event')}
      value={value}
      onChange={onChange}
      onSearch={setTyped}
      loading={found.isFetching}
      options={[{ value: '', label: t('anyEvent') }, ...held, ...options]}
    />
  );
}
