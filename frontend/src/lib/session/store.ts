import { ProblemError } from '@/lib/http/problem';

/**
 * Who is signed in, in this tab. Access tokens live in memory, one per organization; the refresh
 * cookie is out of reach of scripts. Nothing secret is ever stored: the hint only tells a new tab
 * whether asking for a token is worth a request.
 */
export type SessionState = 'in' | 'out' | 'ended';

interface Token {
  value: string;
  goodUntil: number;
}

interface LoginAnswer {
  access_token: string;
  expires_in: number;
  user: { id: string };
}

const HINT = 'accredit.signed-in';
const EARLY_MS = 30_000;
const REFRESH = '/api/v1/logins/refresh';

const tokens = new Map<string, Token>();
const asking = new Map<string, Promise<string | null>>();
const listeners = new Set<() => void>();
let waiting: (() => void)[] = [];
let person: string | null = null;
let state: SessionState = readHint() ? 'in' : 'out';
let channel: BroadcastChannel | null = null;

function readHint(): boolean {
  try {
    return localStorage.getItem(HINT) === '1';
  } catch {
    return false;
  }
}

function writeHint(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(HINT, '1');
    else localStorage.removeItem(HINT);
  } catch {
    // Storage may be refused; the next tab then asks for a sign-in, which is only less handy.
  }
}

function become(next: SessionState): void {
  if (state === next) return;
  state = next;
  for (const tell of listeners) tell();
}

function keep(answer: LoginAnswer, organization?: string): string {
  const token = { value: answer.access_token, goodUntil: Date.now() + answer.expires_in * 1000 - EARLY_MS };
  tokens.set(organization ?? '', token);
  person = answer.user.id;
  return token.value;
}

async function refresh(organization?: string): Promise<string | null> {
  const response = await fetch(REFRESH, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(organization === undefined ? {} : { organization_id: organization }),
  });
  if (response.ok) {
    const token = keep((await response.json()) as LoginAnswer, organization);
    become('in');
    return token;
  }
  if (response.status === 401) end();
  // 403 means: signed in, but not into this organization; the page's own request tells why.
  else if (response.status !== 403) throw ProblemError.ofResponse(response, await response.json().catch(() => null));
  return null;
}

// The cookie changes with each refresh, so two at once, in this tab or another, would look like a
// stolen cookie: one lock over all tabs, and one shared promise per organization.
function ask(organization?: string): Promise<string | null> {
  const key = organization ?? '';
  const running = asking.get(key);
  if (running) return running;
  const locks = (navigator as { locks?: LockManager }).locks;
  const work = locks
    ? locks.request('accredit.refresh', () => refresh(organization))
    : refresh(organization);
  const shared = Promise.resolve(work).finally(() => asking.delete(key));
  asking.set(key, shared);
  return shared;
}

function end(): void {
  tokens.clear();
  writeHint(false);
  become(state === 'in' ? 'ended' : 'out');
}

function resumeWaiting(): void {
  const resumed = waiting;
  waiting = [];
  for (const resume of resumed) resume();
}

function forget(): void {
  person = null;
  tokens.clear();
  asking.clear();
  writeHint(false);
  become('out');
}

export const session = {
  state: (): SessionState => state,

  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /** A usable access token, or null when nobody is signed in; throws when the server cannot say. */
  async token(organization?: string): Promise<string | null> {
    const held = tokens.get(organization ?? '');
    if (held && held.goodUntil > Date.now()) return held.value;
    return state === 'in' ? ask(organization) : null;
  },

  /** After a 401: one silent refresh, else the sign-in dialog; the request then goes on. */
  async renew(organization: string | undefined, refused: string | null): Promise<string | null> {
    const held = tokens.get(organization ?? '');
    if (held && `Bearer ${held.value}` === refused) tokens.delete(organization ?? '');
    if (state === 'in') {
      const token = await session.token(organization);
      if (token !== null) return token;
    }
    if (session.state() !== 'ended') return null;
    await new Promise<void>((resume) => waiting.push(resume));
    return session.token(organization);
  },

  /** A sign-in succeeded here: `answer` is the login answer of auth or logins. */
  signedIn(answer: LoginAnswer): void {
    keep(answer);
    writeHint(true);
    become('in');
    resumeWaiting();
    channel?.postMessage({ signedIn: answer.user.id });
  },

  /** Forgets everything in this tab and all others; the caller has ended the login itself. */
  signedOut(): void {
    forget();
    resumeWaiting();
    channel?.postMessage('signed-out');
  },

  /** Follows the other tabs; `onSignedOut` empties the caches of this one. */
  follow(onSignedOut: () => void): () => void {
    channel = new BroadcastChannel('accredit.session');
    channel.onmessage = ({ data }: MessageEvent<'signed-out' | { signedIn: string }>) => {
      const another = data === 'signed-out' || (person !== null && data.signedIn !== person);
      if (another) {
        forget();
        onSignedOut();
      }
      if (data !== 'signed-out') become('in');
      resumeWaiting();
    };
    return () => {
      channel?.close();
      channel = null;
    };
  },
};
