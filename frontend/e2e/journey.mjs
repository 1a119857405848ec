/** A browser that counts what a person does: screens seen, inputs typed; axe looks at each screen. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { BASE_URL } from './server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

/** Runs a journey at 320 and 1280 px; each gets a fresh, signed-out browser. */
export function atEveryWidth(test, name, run, widths = [320, 1280]) {
  for (const width of widths) {
    test(`${name} at ${width} px`, { timeout: 180_000 }, async () => {
      const browser = await launch();
      try {
        const journey = await begin(browser, width);
        await run(journey);
        journey.clean();
      } finally {
        await browser.close();
      }
    });
  }
}

export function launch() {
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--lang=en-US'] });
}

export async function begin(browser, width) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/Zurich', reducedMotion: 'reduce', baseURL: BASE_URL, acceptDownloads: true,
  });
  const page = await context.newPage();
  return new Journey(page);
}

class Journey {
  screens = 0;
  inputs = 0;
  #faults = [];

  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => this.fault(message));
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) this.fault(line.text());
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(BASE_URL).origin) this.fault(`asked ${origin}`);
    });
  }

  async open(path) {
    await this.page.goto(path);
  }

  /** A screen is there when its one heading is; every screen is looked at by axe. */
  async sees(heading) {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
    this.screens += 1;
    await this.looksClean();
  }

  async looksClean() {
    await this.page.evaluate(() => document.fonts.ready);
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${this.page.url()} is ${wide} px too wide`);
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), [], `axe at ${this.page.url()}`);
  }

  async types(label, text) {
    this.inputs += 1;
    await this.page.getByLabel(label).and(this.page.locator('input, textarea')).fill(text);
  }

  async presses(name, role = 'button') {
    await this.page.getByRole(role, { name }).first().click();
  }

  /** Follows the navigation, which is a drawer on a phone. */
  async goesTo(name) {
    const open = this.page.getByRole('button', { name: 'Open navigation' });
    if (await open.isVisible()) await open.click();
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
  }

  /** By Tab alone, as somebody without a pointer gets there. */
  async tabsTo(target) {
    await target.waitFor();
    for (let presses = 0; presses < 100; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`Tab does not lead to ${target}`);
  }

  async reads(text) {
    await this.page.getByText(text).first().waitFor();
  }

  within(budget) {
    assert.ok(this.screens <= budget.screens, `${this.screens} screens, ${budget.screens} allowed`);
    assert.ok(this.inputs <= budget.inputs, `${this.inputs} inputs, ${budget.inputs} allowed`);
  }

  fault(text) {
    this.#faults.push(text);
  }

  /** What went wrong since the last look. */
  clean() {
    assert.deepEqual(this.#faults.splice(0), []);
  }
}
