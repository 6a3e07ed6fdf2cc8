import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const NOW = 'The only source of "now" is services/kit/src/clock.ts, so that a test can move time for all processes.';
const CLOCK = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: NOW },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: NOW },
  { selector: "CallExpression[callee.name='Date']", message: NOW },
];

/** Who may import whom is checked by dependency-cruiser, types by tsc; here is what neither of them sees. */
export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/target/', '.engines/', '.data/', '.cache/', '.turbo/', '.artifacts/', 'coverage/'] },
  {
    files: ['**/*.{ts,tsx,js,mjs,cjs}'],
    extends: [...tseslint.configs.strict],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // `void | Promise<void>` is how a hook says that it may take time.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Leaving a field out of a copy is how a form forgets it.
      '@typescript-eslint/no-dynamic-delete': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...CLOCK],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
    },
  },
  {
    // A promise that nobody waits for is an effect that may not have happened. Needs types, so it looks only at what runs on the server.
    files: ['services/**/*.ts', 'gateway/**/*.ts', 'deploy/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
    },
  },

  { files: ['services/kit/src/clock.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['deploy/local/**', 'deploy/load/**', 'deploy/bench/**', '**/freeze.ts', '**/*.config.*'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['frontends/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
);
