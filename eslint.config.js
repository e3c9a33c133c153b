import tseslint from 'typescript-eslint';
import { LAYERS } from './layers.mjs';
import { layerImports } from './test/lint/layer-imports.mjs';

/** Configuration files that belong to no tsconfig. */
const CONFIGS = ['dashboards/vite.config.ts'];
const SPECS = ['**/*.spec.ts', '**/*.spec.tsx'];
const pureSources = Object.values(LAYERS)
  .filter((layer) => layer.pure)
  .map((layer) => `${layer.dir}/src/**/*.ts`);

/** Time comes in with the event, chance not at all: the same input must give the same answer a year later. */
const noClockNoChance = [
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Take the time from the event.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Take the time from the event.',
  },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Take the time from the event.' },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'A pure layer draws no lots.',
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.haidang/**',
      '**/test-results/**',
      'dashboards/public/**',
      '.dependency-cruiser.cjs',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-depth': ['error', 4],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: CONFIGS },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { haidang: { rules: { 'layer-imports': layerImports } } },
    rules: {
      'haidang/layer-imports': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // the compiler finds them too (noUnusedLocals, noUnusedParameters), and has looked already
      '@typescript-eslint/no-unused-vars': 'off',
      // A Rejection is an answer, not a fault: made ten thousand times a second, it carries no stack.
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'file', name: 'Rejection' }] }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: pureSources,
    ignores: SPECS,
    rules: {
      'no-restricted-globals': ['error', 'performance', 'process', 'crypto', 'setTimeout', 'setInterval'],
      'no-restricted-syntax': ['error', ...noClockNoChance],
    },
  },
  {
    // A test that is not awaited passes whatever happens; one left alone with .only hides all others.
    files: [...SPECS, 'test/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name="only"]',
          message: 'Left behind.',
        },
      ],
    },
  },
);
