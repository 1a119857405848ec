import { useSyncExternalStore } from 'react';
import { session, type SessionState } from './store';

/** Whether somebody is signed in: `ended` means that the login ran out while they were here. */
export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.state);
}
