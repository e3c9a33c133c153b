import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { mutations } from './test/mutations/plugin.mjs';

/** Workspace packages are read from their sources (the `source` condition of their exports): no build stands between. */
const conditions = ['source', ...defaultServerConditions];

/** The databases of a run: started once, found by the tests through TEST_DATABASE_URL and TEST_TIMESCALE_URL. */
const databases = ['test/prepare/global-setup.ts'];

/** Specs beside the source that need a database, or play a story in its own time: `npm test` runs them, `npm run check` does not. */
const NEEDS_A_SERVER = [
  'libs/store/src/**/*.spec.ts',
  'libs/testkit/src/database/**/*.spec.ts',
  'apps/platform/src/{alarms,outbox}/**/*.spec.ts',
  'firmware-sim/src/**/run-*.spec.ts',
];

/** The demo, watched in its own time. */
const DEMO = ['test/fault/demo.spec.ts'];

/** Specs over thousands of generated histories, or against a second reckoning: `npm test` runs them, `npm run check` does not. */
const LAWS = ['libs/*/src/**/{laws,*.laws,*.oracle}.spec.ts'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  // the environment of the global setup, which inherits nothing from the lines above
  environments: { __vitest__: { resolve: { conditions, noExternal: [/^@haidang\//] } } },
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    retry: 0,
    passWithNoTests: true,
    setupFiles: ['test/prepare/same-histories.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // files share a worker's modules: half of the time went into loading the same ones again
          isolate: false,
          include: [
            'libs/*/src/**/*.spec.ts',
            'apps/*/src/**/*.spec.ts',
            'firmware-sim/src/**/*.spec.ts',
            'dashboards/{src,basemap}/**/*.spec.{ts,tsx,mjs}',
            'test/{architecture,bench,prepare}/**/*.spec.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', ...NEEDS_A_SERVER, ...LAWS],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'laws', include: LAWS, isolate: false, testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'real', include: ['test/real/**/*.spec.ts'], isolate: false, testTimeout: 60_000 },
      },
      {
        extends: true,
        plugins: [mutations()],
        test: { name: 'mutations', include: ['test/mutations/**/*.spec.ts'], testTimeout: 600_000 },
      },
      slow('golden', 60_000),
      // two at a time: they wait more than they work, each on a database of its own; a worker loads the platform once
      slow('integration', 60_000, { more: NEEDS_A_SERVER, atOnce: 2, isolate: false }),
      slow('fault', 300_000, { exclude: DEMO }),
      slow('demo', 300_000, { include: DEMO }),
    ],
  },
});

/** Tests on servers and whole platforms: where they look at times their files take turns, or they would measure each other. */
function slow(
  name: string,
  testTimeout: number,
  {
    include = [`test/${name}/**/*.spec.ts`],
    more = [],
    exclude = [],
    atOnce = 1,
    isolate = true,
  }: Partial<SlowFiles> = {},
) {
  return {
    extends: true as const,
    test: {
      name,
      include: [...include, ...more],
      exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
      globalSetup: databases,
      isolate,
      fileParallelism: atOnce > 1,
      maxWorkers: atOnce,
      testTimeout,
      hookTimeout: 120_000,
    },
  };
}

interface SlowFiles {
  readonly include: string[];
  readonly more: string[];
  readonly exclude: string[];
  readonly atOnce: number;
  /** False: files share a worker's modules. */
  readonly isolate: boolean;
}
