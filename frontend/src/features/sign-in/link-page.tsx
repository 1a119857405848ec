import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { AddAddress } from './link-add-address';
import { ConfirmSignIn } from './link-sign-in';
import { ConfirmSignUp } from './link-sign-up';
import { LinkEnded } from './link-ended';
import { NewPassword } from './link-password';
import { useSecret } from './secret';

/** A3: what a mailed link opens. Nothing happens before a press, for mail scanners open links too. */
export default function LinkPage() {
  const { purpose = '' } = useParams();
  const secret = useSecret();
  return (
    <>
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
      {secret === '' ? <LinkEnded purpose={purpose} /> : faceOf(purpose, secret)}
    </>
  );
}

function faceOf(purpose: string, secret: string): ReactNode {
  switch (purpose) {
    case 'sign-up':
      return <ConfirmSignUp secret={secret} />;
    case 'sign-in':
      return <ConfirmSignIn secret={secret} />;
    case 'password-reset':
      return <NewPassword secret={secret} />;
    case 'add-address':
      return <AddAddress secret={secret} />;
    default:
      return <LinkEnded purpose={purpose} />;
  }
}
