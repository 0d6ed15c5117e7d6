import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The house: what each folder under src/ may import (besides itself). The same table stands in ARCHITECTURE.md. */
export const HOUSE = {
  text: [],
  model: [],
  diagnostic: ['text', 'model'],
  yaml: ['diagnostic', 'text', 'model'],
  schema: ['model'],
  cluster: ['model'],
  validate: ['schema', 'model'],
  admission: ['schema', 'cluster', 'model'],
  apiserver: ['validate', 'admission', 'schema', 'cluster', 'model'],
  lint: ['yaml', 'schema', 'cluster', 'diagnostic', 'text', 'model'],
  diff: ['yaml', 'schema', 'validate', 'diagnostic', 'text', 'model'],
  'reconcile-preview': ['apiserver', 'schema', 'cluster', 'diagnostic', 'text', 'model'],
  workspace: [
    'text',
    'model',
    'diagnostic',
    'yaml',
    'schema',
    'cluster',
    'validate',
    'admission',
    'apiserver',
    'lint',
    'diff',
    'reconcile-preview',
  ],
  cli: ['workspace', 'diagnostic', 'model', 'text'],
  lsp: ['workspace', 'diagnostic', 'model', 'text'],
};

const zones = Object.entries(HOUSE).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [folder, ...allowed].map((name) => `./${name}`),
  message: `src/${folder} may import only ${allowed.join(', ') || 'itself'} (ARCHITECTURE.md).`,
}));

const clockAndChance = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time comes from src/cluster.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes from src/cluster.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Chance comes from src/cluster.' },
];

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'src/model/kinds/**',
      'src/schema/generated/**',
      'vscode-extension/dist/**',
      'vscode-extension/node_modules/**',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.mjs'] })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-default-export': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', prefer: 'type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      eqeqeq: ['error', 'always'],
      'no-control-regex': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'import-x/no-cycle': 'error', 'no-restricted-syntax': ['error', ...clockAndChance] },
  },
  { files: ['src/cluster/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/lsp/node/**', 'src/schema/load.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-globals': ['error', 'process', 'console', 'Buffer'],
    },
  },
  {
    files: ['**/*.mjs', '*.js', 'tools/**', 'test/**', 'vscode-extension/**'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  { files: ['eslint.config.js', 'vscode-extension/**'], rules: { 'import-x/no-default-export': 'off' } },
);
