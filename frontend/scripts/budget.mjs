/**
 * First-load JavaScript per entry, gzipped, against the limits of UX-41; run after `npm run build`.
 * An entry is the app itself with the chunk of one page and everything these import at once.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'));
const limits = JSON.parse(readFileSync(new URL('./budget.json', import.meta.url), 'utf8'));
const APP = 'index.html';

function closure(keys, found = new Set()) {
  for (const key of keys) {
    if (found.has(key)) continue;
    found.add(key);
    closure(manifest[key].imports ?? [], found);
  }
  return found;
}

const sizes = new Map();
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(dist + file), { level: 9 }).length);
  return sizes.get(file);
}

const kilo = (bytes) => Math.ceil(bytes / 10) / 100;
let failed = false;

function judge(name, bytes, limit) {
  const over = bytes > limit * 1000;
  failed ||= over;
  if (over || process.argv.includes('--all')) console.log(`${over ? 'over' : 'ok  '} ${name}: ${kilo(bytes)} of ${limit} kB`);
}

for (const { name, limit, pages } of limits.entries) {
  for (const page of pages) {
    const keys = [page].flat();
    const missing = keys.filter((key) => !manifest[key]);
    if (missing.length > 0) throw new Error(`budget.json names ${missing.join(', ')}, which is no file with a chunk of its own`);
    const files = [...closure([APP, ...keys])].map((key) => manifest[key].file);
    judge(`${name} ${keys.at(-1)}`, files.reduce((sum, file) => sum + size(file), 0), limit);
  }
}

const shell = closure([APP, ...limits.shell]);
for (const key of Object.keys(manifest).filter((one) => manifest[one].isDynamicEntry && /-page\.tsx$/.test(one))) {
  const more = [...closure([key])].filter((one) => !shell.has(one)).map((one) => manifest[one].file);
  judge(`route ${key}`, more.reduce((sum, file) => sum + size(file), 0), limits.route);
}

const styles = [...new Set(Object.values(manifest).flatMap(({ css = [] }) => css))];
judge('all CSS', styles.reduce((sum, file) => sum + size(file), 0), limits.css);
process.exitCode = failed ? 1 : 0;
