import { aSubscription, loginOf } from './fixtures';
import { body, type Answer, type State, type States } from './states';

const modules = import.meta.glob<{ states: States }>(['/src/features/*/states.ts', '/src/app/states.ts', '/src/test/gallery/states.ts'], { eager: true });

/** All states by 'feature/state'. */
export const allStates: States = Object.fromEntries(
  Object.entries(modules).flatMap(([file, { states }]) =>
    Object.entries(states).map(([name, state]) => [`${file.split('/').at(-2) ?? ''}/${name}`, state]),
  ),
);

/** A `fetch` that answers as the state says. */
export function fetchOf({ answers, me }: State): typeof fetch {
  const known: Record<string, Answer> = me
    ? {
        'GET /api/v1/accounts/me': body(me),
        'POST /api/v1/logins/refresh': body(loginOf(me)),
        'GET /api/v1/billing/subscription': body(aSubscription()),
        ...answers,
      }
    : answers;
  return async (input, init) => {
    const request = new Request(input, init);
    const asked = `${request.method} ${new URL(request.url).pathname}`;
    const key = Object.keys(known).find((pattern) => new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(asked));
    return respond(key === undefined ? { status: 404, code: 'not-found' } : (known[key] ?? 'offline'));
  };
}

async function respond(answer: Answer): Promise<Response> {
  if (answer === 'pending') return new Promise<Response>(() => undefined);
  if (answer === 'offline') throw new TypeError('Failed to fetch');
  if ('body' in answer) return Response.json(answer.body, { headers: { etag: '"1"' } });
  const { status, code, detail } = answer;
  return Response.json({ type: `/problems/${code}`, title: code, status, code, detail, instance: 'req_01J9Z3K8' }, { status });
}
