/** The request that `vite/starter.js` has begun before this bundle arrived (UX-42); used once. */
declare global {
  interface Window {
    accreditFirst?: { url: string; answer: Promise<Response> };
  }
}

export function startedEarly(request: Request): Promise<Response> | null {
  const first = globalThis.window.accreditFirst;
  const { pathname, search } = new URL(request.url);
  if (first?.url !== pathname + search || request.method !== 'GET' || request.headers.has('authorization')) return null;
  delete globalThis.window.accreditFirst;
  return first.answer;
}
