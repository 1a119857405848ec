import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** The secret of a mailed link: read from the fragment once, then gone from the address bar (UX-46). */
export function useSecret(): string {
  const { hash, pathname, search } = useLocation();
  const navigate = useNavigate();
  const [secret] = useState(() => decodeURIComponent(hash.slice(1)));
  useEffect(() => {
    if (hash !== '') void navigate(pathname + search, { replace: true });
  }, [hash, pathname, search, navigate]);
  return secret;
}
