import { expect, test } from 'vitest';

const catalogues = import.meta.glob<Record<string, string>>('/src/**/messages.en.json', { eager: true, import: 'default' });
const sources = import.meta.glob<string>(['/src/**/*.{ts,tsx}', '!/src/api/**'], { eager: true, query: '?raw', import: 'default' });

const folderOf = (file: string) => file.replace(/\/[^/]+$/, '');

/** What can name a key: a literal, a template with its gaps open, and `t.of`, also of a variable. */
function sayerOf(text: string): (key: string) => boolean {
  const literals = new Set(Array.from(text.matchAll(/['"]([\w.-]+)['"]/g), ([, key]) => key));
  const templates = Array.from(text.matchAll(/`([\w.-]*\$\{[^`\n]*)`/g), ([, all = '']) => all.replace(/\$\{[^}]*\}/g, '*'));
  const prefixes = Array.from(text.matchAll(/\.of\(\s*['"]([\w.-]+)['"]/g), ([, prefix = '']) => `${prefix}.*`);
  const open = [...templates, ...prefixes, ...(/\bt\.of\([a-z]/.test(text) ? ['*.*'] : [])]
    .filter((one) => /^[\w.*-]+$/.test(one) && one.includes('.'))
    .map((one) => new RegExp(`^${one.replaceAll('.', '\\.').replaceAll('*', '.+')}$`));
  return (key) => literals.has(key) || open.some((pattern) => pattern.test(key));
}

/** UX-63 */
test.each(Object.keys(catalogues))('%s has no words that nobody says', (file) => {
  const home = `${folderOf(file)}/`;
  const users = Object.entries(sources).filter(([name, text]) => name.startsWith(home) || text.includes(`@/${home.slice('/src/'.length)}messages.en.json`));
  const said = sayerOf(users.map(([, text]) => text).join('\n'));
  expect(Object.keys(catalogues[file] ?? {}).filter((key) => key !== '$' && !said(key))).toEqual([]);
});
