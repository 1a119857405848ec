/**
 * Opens every state of the gallery in Chromium at three widths, both themes and both
 * pseudo-locales; says what axe finds, what overflows and what throws (UX-62). Screenshots go to
 * shots/states. `npm run states -- verification` looks only at names that start so.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

const [prefix = ''] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}shots/states/`;
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

const LOOKS = [
  ...[320, 768, 1280].flatMap((width) => ['light', 'dark'].map((theme) => ({ width, theme, locale: 'en' }))),
  ...[320, 1280].flatMap((width) => ['en-XA', 'ar-XB'].map((locale) => ({ width, theme: 'light', locale }))),
];
/** Queries answer at once here, so what is left is rendering. */
const SETTLE_MS = 120;
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

// Built once, as for development: unbundled, each of the hundreds of openings would load every file.
process.env.NODE_ENV = 'development';
const outDir = `${root}node_modules/.cache/stage`;
const common = { root, mode: 'development', logLevel: 'error' };
await build({ ...common, build: { outDir, emptyOutDir: true, minify: false, rolldownOptions: { input: `${root}stage.html` } } });
const server = await preview({ ...common, build: { outDir }, preview: { port: 0, strictPort: false, host: '127.0.0.1' } });
const origin = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
const findings = new Set();

const start = await browser.newPage();

await start.goto(`${origin}stage.html`);
await start.waitForSelector('html[data-states]', { state: 'attached', timeout: 20_000 });
const names = JSON.parse(await start.getAttribute('html', 'data-states')).filter((name) => name.startsWith(prefix));
await start.close();

for (const { width, theme, locale } of LOOKS) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  let name = '';
  const say = (text) => findings.add(`${name}: ${text}`);
  page.on('pageerror', ({ message }) => say(message));
  for (name of names) {
    await page.goto(`${origin}stage.html?state=${name}&theme=${theme}&locale=${locale}`);
    await page.waitForSelector('h1', { timeout: 5000, state: 'attached' }).catch(() => say('shows no heading'));
    await page.waitForFunction(() => document.fonts.status === 'loaded');
    await page.waitForTimeout(SETTLE_MS);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) say(`${over} px too wide at ${width} in ${locale}`);
    if (width !== 768 && locale === 'en') {
      await page.evaluate(axe);
      const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
      for (const { id, nodes } of violations) say(`axe ${id}: ${nodes[0]?.html.slice(0, 160)}`);
    }
    await page.screenshot({ path: `${folder}${name.replaceAll('/', '-')}-${width}-${theme}-${locale}.png`, fullPage: true });
  }
  await context.close();
}
await browser.close();
await server.close();
for (const finding of [...findings].sort()) console.log(finding);
process.exitCode = findings.size > 0 ? 1 : 0;
