import type { Verification } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { OrgMark } from '@/ui/avatar';
import { Facts, Panel } from '@/ui/panel';
import { CalendarDate, Credits } from '@/ui/quantities';
import { ExternalTextLink, TextLink } from '@/ui/text-link';

interface Props {
  check: Verification;
}

/** Every field that is printed, in the same words and order: an edited copy cannot agree. */
export function FieldsPanel({ check }: Props) {
  const t = useText(messages);
  return (
    <Panel title={t('fields')} description={t('fields.hint')}>
      <dl className="divide-y divide-line" dir="auto">
        {check.fields.map(({ key, label, text }) => (
          <div key={key} className="grid gap-x-4 py-2 first:pt-0 last:pb-0 sm:grid-cols-[10rem_1fr] print:grid-cols-[10rem_1fr]">
            <dt className="text-14 text-ink-muted">{label}</dt>
            <dd dir="auto" className="whitespace-pre-line">
              {text}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

export function CreditsPanel({ check }: Props) {
  const t = useText(messages);
  if (check.credits.length === 0) return null;
  return (
    <Panel title={t('credits')} description={check.approval_sentence ?? undefined}>
      <ul className="divide-y divide-line">
        {check.credits.map((credit) => (
          <li key={credit.credit_type + (credit.session ?? '')} className="space-y-1 py-3 first:pt-0 last:pb-0">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-20 font-semibold">
                <Credits amount={credit.credits_text} unit={credit.unit} />
              </span>
              <span>{[credit.mark ?? credit.credit_type, credit.body].join(', ')}</span>
            </p>
            {credit.session != null && <p>{credit.session}</p>}
            <p className="text-14 text-ink-muted">{credit.derivation}</p>
            <p className="text-14 text-ink-muted">
              {t('credit.rule', { code: credit.rule.code, number: credit.rule.number })}
              {credit.rule.source_url != null && (
                <>
                  {' · '}
                  <ExternalTextLink href={credit.rule.source_url}>
                    {credit.rule.source_title ?? credit.rule.source_url}
                  </ExternalTextLink>
                </>
              )}
              {credit.approval_number != null && ` · ${t('credit.approval', { number: credit.approval_number })}`}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function IssuerPanel({ check: { issuer, number, issued_on: issued, expires_on: expires, imported_from: source } }: Props) {
  const t = useText(messages);
  return (
    <Panel title={t('issuer')}>
      <div className="space-y-4">
        <div className="flex items-center gap-3">
          <OrgMark name={issuer.name} src={issuer.logo_url} />
          <div className="min-w-0">
            <p className="font-semibold">{issuer.name}</p>
            {issuer.domain != null && <p className="text-14 text-ink-muted">{t('issuer.domain', { domain: issuer.domain })}</p>}
          </div>
        </div>
        {issuer.address != null && <p className="text-14 whitespace-pre-line text-ink-muted">{issuer.address}</p>}
        <div className="flex flex-wrap gap-x-4 gap-y-2 leading-6 print:hidden">
          {issuer.website != null && <ExternalTextLink href={issuer.website}>{issuer.website.replace(/^https?:\/\//, '')}</ExternalTextLink>}
          {issuer.slug != null && <TextLink to={paths.organization({ slug: issuer.slug })}>{t('issuer.page')}</TextLink>}
        </div>
        <Facts
          columns={2}
          items={[
            { label: t('number'), value: number },
            { label: t('issuedOn'), value: <CalendarDate date={issued} /> },
            { label: t('expiresOn'), value: expires == null ? t('noExpiry') : <CalendarDate date={expires} /> },
          ]}
        />
        {source != null && <p className="text-14 text-ink-muted">{t('imported', { source })}</p>}
      </div>
    </Panel>
  );
}

/** The plain limits of the check. */
export function ScopePanel({ check }: Props) {
  const t = useText(messages);
  return (
    <Panel title={t('about')}>
      <div className="grid gap-6 sm:grid-cols-2 print:grid-cols-2">
        <Sentences title={t('about.checked')} sentences={check.checked} />
        <Sentences title={t('about.notChecked')} sentences={check.not_checked} />
      </div>
    </Panel>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: string[] }) {
  return (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <ul className="mt-1 list-disc space-y-1 ps-5 text-ink-muted">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
