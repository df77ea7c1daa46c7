import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import mocha from 'eslint-plugin-mocha';
import rxjsX from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

const rxjsOff = Object.fromEntries(Object.keys(rxjsX.configs.strict.rules ?? {}).map((rule) => [rule, 'off']));

export default defineConfig(
  { ignores: ['dist/**', '.cov/**', '.millrace/**', 'docs/**'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  rxjsX.configs.strict,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Unions of plain data are types here, contracts are interfaces: both are meant.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // The house style names an Observable `event$`; the rule's own list of exceptions does not know our contracts.
      'rxjs-x/finnish': 'off',
      'rxjs-x/no-exposed-subjects': 'off',
      'rxjs-x/throw-error': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', performance: 'readonly',
        AbortController: 'readonly',
      },
    },
    rules: rxjsOff,
  },
  {
    files: ['spec/**/*.ts'],
    extends: [mocha.configs.recommended],
    rules: {
      'mocha/no-mocha-arrows': 'off',
      'mocha/consistent-spacing-between-blocks': 'off',
      'mocha/no-setup-in-describe': 'off',
      'mocha/max-top-level-suites': 'off',
      'mocha/no-exports': 'off', // what specs share is in spec/support, which is no spec
      'rxjs-x/no-ignored-error': 'off',
      'rxjs-x/no-ignored-subscription': 'off',
      'rxjs-x/no-internal': 'error',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
