import messages from './messages.en.json';
import { Narrow } from './narrow';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { ButtonLink } from '@/ui/text-link';

/** A link that is used, ended or incomplete, with the way to a fresh one. */
export function LinkEnded({ purpose, detail }: { purpose: string; detail?: string }) {
  const t = useText(messages);
  const again =
    purpose === 'sign-up' ? paths.signUp() : purpose === 'password-reset' ? paths.forgotPassword() : purpose === 'add-address' ? paths.mySecurity() : paths.signIn();
  return (
    <Narrow title={t('ended')} lead={detail ?? t('ended.body')}>
      <ButtonLink variant="primary" to={again}>
        {t('ended.again')}
      </ButtonLink>
    </Narrow>
  );
}

/** Whether a refusal says that the link itself is of no use any more. */
export function endedDetail(error: unknown): string | null {
  return isProblem(error) && error.is('link-invalid', 'link-expired', 'link-used') ? (error.problem.detail ?? error.problem.title) : null;
}
