/** Lets links start loading a route before it is opened; `app` says how (UX-42). */
let loader: (path: string) => void = () => undefined;

export function setPreloader(next: (path: string) => void): void {
  loader = next;
}

export function preload(path: string): void {
  loader(path);
}
