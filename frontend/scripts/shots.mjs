/**
 * Screenshots to look at: `npm run shots -- http://127.0.0.1:5173 /gallery/controls /verify …`.
 * Each address at 320, 768 and 1280 px in light and dark, into shots/; reports what overflows.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [origin = 'http://127.0.0.1:5173', ...addresses] = process.argv.slice(2);
const folder = fileURLToPath(new URL('../shots/', import.meta.url));
mkdirSync(folder, { recursive: true });
const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
for (const width of [320, 768, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.log(`${page.url()}: ${error.message}`));
    for (const address of addresses.length > 0 ? addresses : ['/verify']) {
      await page.goto(origin + address, { waitUntil: 'networkidle' });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) console.log(`${address} at ${width}: ${over} px too wide`);
      const name = address.replaceAll(/[^\w]+/g, '-').replace(/^-/, '') || 'home';
      await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
