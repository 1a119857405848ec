import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
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

/** Two at a time: one is judged while the other loads. */
const LANES = 2;

let browser;
let screens;
/** Browsers of each person that look at nothing now. */
const idle = { anyone: [], [ANA]: [], [MAYA]: [], [NOOR]: [] };

before(async () => {
  screens = await everyScreen();
  browser = await launch();
}, { timeout: 120_000 });

after(() => browser?.close());

/** Lends a browser in which this person is signed in, to one at a time. */
async function as(who, looks) {
  const journey = idle[who].pop() ?? (await arrives(who));
  await looks(journey);
  idle[who].push(journey);
}

async function arrives(who) {
  const journey = await begin(browser, 1280);
  journey.page.on('console', (line) => line.type() === 'error' && journey.fault(line.text()));
  if (who === 'anyone') return journey;
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

describe('every address is clean at 320 px in light and at 1280 px in dark', { concurrency: LANES }, () => {
  for (const name of Object.keys(paths)) {
    test(name, { timeout: 60_000 }, async () => {
      for (const { who, params, search = '', hash = '' } of [screens[name] ?? []].flat()) {
        await as(who, (journey) => looksAt(journey, paths[name](params), search + hash));
      }
    });
  }
});

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
