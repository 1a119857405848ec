import type { Verification } from './api';
import messages from './messages.en.json';
import { formatDate } from '@/lib/format/time';
import { useText, type Text } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { TextLink } from '@/ui/text-link';
import { Verdict, type VerdictTone } from '@/ui/verdict';

const TONES: Record<Verification['state'], VerdictTone> = {
  valid: 'genuine',
  expired: 'caution',
  superseded: 'caution',
  revoked: 'not-genuine',
  erased: 'not-found',
  preview: 'not-found',
};

export function VerdictHead({ check }: { check: Verification }) {
  const t = useText(messages);
  const { state, reason, replaced_by: successor, issuer } = check;
  return (
    <Verdict
      tone={TONES[state]}
      word={wordOf(check, t)}
      sentence={
        <>
          {t(`sentence.${state}`, { issuer: issuer.name })} {state === 'revoked' && reason != null && t(`reason.${reason}`)}
        </>
      }
    >
      <p className="font-mono text-16 text-ink-muted">{check.code}</p>
      {successor != null && (
        <p>
          <TextLink to={paths.verdict({ code: successor })}>{t('replacement')}</TextLink>
        </p>
      )}
    </Verdict>
  );
}

function wordOf({ state, state_on: since }: Verification, t: Text<keyof typeof messages>): string {
  if (since == null || state === 'valid' || state === 'preview') return t(`verdict.${state}`);
  return t(`verdict.${state}On`, { date: formatDate(since, 'long') });
}
