import { describe, expect, test } from 'vitest';
import css from './tokens.css?raw';

function roles(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]));
}

const darkStart = css.indexOf("[data-theme='dark']");
const themes = { light: roles(css.slice(0, darkStart)), dark: roles(css.slice(darkStart)) };

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function ratio(one: string, two: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(two)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const backgrounds = ['canvas', 'surface', 'raised', 'sunken'];
const soft = ['accent-soft', 'success-soft', 'warning-soft', 'danger-soft', 'info-soft'];
const charts = [1, 2, 3, 4, 5, 6].map((n) => `chart-${n}`);

const text: [string, string[]][] = [
  ['ink', [...backgrounds, ...soft]],
  ['ink-muted', backgrounds],
  ['ink-subtle', backgrounds],
  ['accent', backgrounds],
  ['accent-hover', backgrounds],
  ['on-accent', ['accent', 'accent-hover']],
  ['on-accent-soft', ['accent-soft']],
  ['success', [...backgrounds, 'success-soft']],
  ['warning', [...backgrounds, 'warning-soft']],
  ['danger', [...backgrounds, 'danger-soft']],
  ['on-danger', ['danger', 'danger-hover']],
  ['info', [...backgrounds, 'info-soft']],
];
const graphics: [string, string[]][] = [
  ['control', backgrounds],
  ['focus', backgrounds],
  ...charts.map((chart): [string, string[]] => [chart, backgrounds]),
];

/** UX-6 */
describe.each(Object.entries(themes))('in the %s theme', (_, theme) => {
  const of = (role: string) => {
    const hex = theme[role];
    if (hex === undefined) throw new Error(`no token ${role}`);
    return hex;
  };
  test.each(text.flatMap(([role, on]) => on.map((under) => [role, under])))('text %s on %s reads at 4.5:1', (role, under) => {
    expect(ratio(of(role), of(under))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(graphics.flatMap(([role, on]) => on.map((under) => [role, under])))('%s on %s shows at 3:1', (role, under) => {
    expect(ratio(of(role), of(under))).toBeGreaterThanOrEqual(3);
  });
});

test('both themes have the same roles', () => {
  expect(Object.keys(themes.dark).sort()).toEqual(Object.keys(themes.light).sort());
});
