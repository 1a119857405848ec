import { useLocation, useNavigate } from 'react-router';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { session } from '@/lib/session/store';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ButtonLink } from '@/ui/text-link';

/** The login ran out while somebody was here: said over the page, whose input stays. */
export function SignInAgain() {
  const t = useText(messages);
  const navigate = useNavigate();
  const here = useLocation();
  const leave = () => {
    session.signedOut();
    void navigate(paths.home());
  };
  return (
    <div className="fixed inset-x-4 bottom-4 z-dialog mx-auto max-w-xl animate-rise rounded-control border border-line bg-raised shadow-modal">
      <Banner
        tone="warning"
        title={t('ended.title')}
        actions={
          <>
            <ButtonLink variant="primary" to={paths.signIn(null, { next: here.pathname + here.search })} target="_blank">
              {t('ended.signIn')}
            </ButtonLink>
            <Button variant="quiet" onClick={leave}>
              {t('ended.leave')}
            </Button>
          </>
        }
      >
        {t('ended.body')}
      </Banner>
    </div>
  );
}
