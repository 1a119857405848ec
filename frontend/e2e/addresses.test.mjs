import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { runnerImport } from 'vite';
import { begin, launch } from './journey.mjs';
import { ANA, everyScreen, MAYA, NOOR, PASSWORD } from './demo.mjs';

const { module: { paths } } = await runnerImport(fileURLToPath(new URL('../src/lib/paths.ts', import.meta.url)), { configFile: false });

const LOOKS = [
  { width: 320, theme: 'light' },
  { width: 1280, theme: 'dark' },
];
/** Skeletons say so while something is still asked; what failed says so as an alert. */
const WAITING = '[role=status]:has([aria-hidden].animate-pulse)';

let browser;
let screens;
const people = {};

before(async () => {
  screens = await everyScreen();
  browser = await launch();
  people.anyone = await begin(browser, 1280);
  for (const who of [ANA, MAYA, NOOR]) people[who] = await signedIn(who);
  for (const journey of Object.values(people)) journey.page.on('console', (line) => line.type() === 'error' && journey.fault(line.text()));
}, { timeout: 120_000 });

after(() => browser?.close());

async function signedIn(who) {
  const journey = await begin(browser, 1280);
  await journey.open('/sign-in');
  await journey.types('E-mail', who);
  await journey.types('Password', PASSWORD);
  await journey.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await journey.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return journey;
}

test('every address of the app is opened here', () => {
  assert.deepEqual(Object.keys(screens).sort(), Object.keys(paths).sort());
});

for (const name of Object.keys(paths)) {
  test(`${name} is clean at 320 px in light and at 1280 px in dark`, { timeout: 60_000 }, async () => {
    for (const { who, params, search = '', hash = '' } of [screens[name] ?? []].flat()) await looksAt(people[who], paths[name](params), search + hash);
  });
}

async function looksAt(journey, path, hash) {
  const { page } = journey;
  for (const { width, theme } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    if (width === LOOKS[0].width) await opens(page, path, hash);
    assert.equal(await page.locator('h1').count(), 1, `one h1 at ${path}, ${width} px`);
    assert.deepEqual(await page.getByRole('alert').allInnerTexts(), [], `nothing fails at ${path}, ${width} px`);
    await journey.looksClean();
  }
  journey.clean();
}

/** A new document, since a code behind # alone would load nothing; it stays where it was sent. */
async function opens(page, path, hash) {
  await page.goto('about:blank');
  await page.goto(path + hash, { waitUntil: 'networkidle' });
  await page.locator('h1').first().waitFor();
  await page.locator(WAITING).first().waitFor({ state: 'detached' });
  assert.equal(decodeURI(new URL(page.url()).pathname), path, 'leads nowhere else');
}
