import { readdirSync } from 'node:fs';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = readdirSync(new URL('./src/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

// Arrows: app -> features -> ui, lib, api. Imports across folders are written '@/…', so that a
// pattern per folder is enough and no resolver slows the check down.
const zone = (files, group, message) => ({
  files: [files],
  rules: { 'no-restricted-imports': ['error', { paths: [fullZod], patterns: [upwards, { group, message }] }] },
});
const fullZod = { name: 'zod', message: "Import * as z from 'zod/mini' (UX-41)." };
const upwards = { group: ['../*'], message: "Write '@/folder/file' instead of climbing." };
const zones = [
  ...features.map((name) =>
    zone(
      `src/features/${name}/**`,
      ['@/app/*', '@/features/*', `!@/features/${name}`],
      'A feature imports ui, lib, api and itself; src/app composes features.',
    ),
  ),
  zone('src/ui/**', ['@/app/*', '@/features/*'], 'ui knows neither app nor features.'),
  zone('src/lib/**', ['@/app/*', '@/features/*', '@/ui/*'], 'lib knows nothing above it.'),
  zone('src/api/**', ['@/app/*', '@/features/*', '@/ui/*', '@/lib/*'], 'api holds types only.'),
];

const RAW_COLOUR = String.raw`(#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|oklch)a?\()`;
const banned = [
  { selector: `Literal[value=/${RAW_COLOUR}/]`, message: 'Name a role of tokens.css, never a raw colour.' },
  { selector: `TemplateElement[value.raw=/${RAW_COLOUR}/]`, message: 'Name a role of tokens.css, never a raw colour.' },
  { selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file that defines it.' },
  { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'User text is never HTML; use RichText.' },
  {
    selector: 'CallExpression[callee.name=/^use(Layout)?Effect$/] CallExpression[callee.name="fetch"]',
    message: 'Server data comes from a query, never from an effect.',
  },
  {
    selector: 'CallExpression[callee.name=/^use(Layout)?Effect$/] CallExpression[callee.object.name="http"]',
    message: 'Server data comes from a query, never from an effect.',
  },
];

export default tseslint.config(
  { ignores: ['dist', 'shots', 'node_modules', 'src/api/schema.d.ts'] },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, a11y.flatConfigs.recommended],
    plugins: { 'react-hooks': hooks },
    languageOptions: { parserOptions: { project: './tsconfig.app.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...hooks.configs.recommended.rules,
      'no-restricted-syntax': ['error', ...banned],
      'no-console': 'error',
      'max-lines': ['error', { max: 220, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'jsx-a11y/label-has-associated-control': 'off',
    },
  },
  ...zones,
  { files: ['src/**/*.test.{ts,tsx}', 'src/test/**'], rules: { 'max-lines': 'off' } },
);
