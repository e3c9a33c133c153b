import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { LAYERS, SCOPE } from '../../layers.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One row of layers.mjs. */
interface Layer {
  readonly dir: string;
  readonly own: readonly string[];
  readonly npm: readonly string[];
  readonly dev?: readonly string[];
}
const layers = Object.entries(LAYERS) as [string, Layer][];

describe('the linter', () => {
  let eslint: ESLint;
  beforeAll(() => {
    // the rules that ask the type checker would want the planted file on disk
    const untyped = { languageOptions: { parserOptions: { projectService: false } } };
    eslint = new ESLint({
      cwd: root,
      overrideConfig: [untyped],
      ruleFilter: ({ ruleId }) => ruleId === 'haidang/layer-imports' || ruleId.startsWith('no-restricted-'),
    });
  });

  /** The rules that a planted file breaks. */
  async function broken(file: string, text: string): Promise<string[]> {
    const [result] = await eslint.lintText(text, { filePath: file });
    return result!.messages.map(({ ruleId, message }) => ruleId ?? message);
  }

  const forbidden: [file: string, text: string][] = [
    ['libs/domain/src/planted.ts', `import { z } from 'zod'; export const a = z;`],
    ['libs/geo/src/planted.ts', `export * from '@haidang/engine';`],
    ['libs/engine/src/planted.ts', `import { commit } from '@haidang/store'; export const a = commit;`],
    ['libs/engine/src/planted.ts', `import { readFileSync } from 'node:fs'; export const a = readFileSync;`],
    ['libs/engine/src/planted.ts', `import { readFileSync } from 'fs'; export const a = readFileSync;`],
    ['libs/engine/src/rules/planted.ts', `export { Pool } from '../../../store/src/index.js';`],
    ['libs/wire/src/planted.ts', `export const a = import('@haidang/store');`],
    ['libs/store/src/planted.ts', `export type A = import('@haidang/contract').Zone;`],
    ['libs/contract/src/planted.ts', `export { Pool } from 'pg';`],
    ['apps/platform/src/planted.ts', `import { makeFix } from '@haidang/testkit'; export const a = makeFix;`],
    ['apps/platform/src/planted.ts', `import _ from 'lodash'; export const a = _;`],
    ['firmware-sim/src/planted.ts', `export * from '@haidang/contract';`],
    ['dashboards/src/planted.tsx', `export * from '@haidang/store';`],
  ];
  it.each(forbidden)('refuses in %s: %s', async (file, text) => {
    expect(await broken(file, text)).toEqual(['haidang/layer-imports']);
  });

  const permitted: [file: string, text: string][] = [
    ['libs/geo/src/planted.ts', `export * from '@haidang/domain';`],
    ['libs/wire/src/planted.ts', `export { XMLParser } from 'fast-xml-parser';`],
    ['libs/engine/src/rules/planted.ts', `export * from '../step.js';`],
    [
      'libs/engine/src/planted.spec.ts',
      `import { makeFix } from '@haidang/testkit'; import { it } from 'vitest'; it('', makeFix);`,
    ],
    ['dashboards/src/planted.tsx', `import '@mantine/core/styles.css'; export * from 'react-dom/client';`],
    ['test/integration/planted.spec.ts', `export * from '@haidang/testkit'; export * from 'mqtt';`],
  ];
  it.each(permitted)('lets pass in %s: %s', async (file, text) => {
    expect(await broken(file, text)).toEqual([]);
  });

  const impure = [
    'Date.now()',
    'new Date()',
    'Date()',
    'Math.random()',
    'performance.now()',
    '[Date.now].map(String)',
  ];
  it.each(impure)('refuses %s in the pure layers, and nowhere else', async (expression) => {
    const text = `export const a = ${expression};`;
    for (const layer of ['domain', 'geo', 'engine']) {
      expect(await broken(`libs/${layer}/src/planted.ts`, text)).toHaveLength(1);
    }
    expect(await broken('libs/store/src/planted.ts', text)).toEqual([]);
  });

  it('takes a date made from an instant for pure', async () => {
    expect(
      await broken('libs/engine/src/planted.ts', 'export const a = (t: number) => new Date(t);'),
    ).toEqual([]);
  });
});

describe('layers.mjs', () => {
  const packagesOf = (folder: string, ...lists: ('dependencies' | 'devDependencies')[]): string[] => {
    const text = readFileSync(`${root}${folder}package.json`, 'utf8');
    const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    return lists
      .flatMap((list) => Object.keys(manifest[list] ?? {}))
      .map((name) => name.replace('@types/', ''));
  };

  it.each(layers)('%s depends on nothing that its row does not allow', (_name, { dir, own, npm }) => {
    const allowed = [...own.map((name) => SCOPE + name), ...npm];
    expect(packagesOf(`${dir}/`, 'dependencies').filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it.each(layers)('%s is allowed no package that is not declared', (_name, { dir, npm, dev = [] }) => {
    const here = packagesOf(`${dir}/`, 'dependencies', 'devDependencies');
    const declared = [...here, ...packagesOf('', 'devDependencies')];
    expect([...npm, ...dev].filter((name) => !declared.includes(name))).toEqual([]);
  });

  it('leads only downwards: no two layers import each other, however far round', () => {
    const below = (name: string): string[] => {
      const { own } = Object.fromEntries(layers)[name]!;
      return own.flatMap((next) => [next, ...below(next)]);
    };
    for (const [name] of layers) expect(below(name)).not.toContain(name);
  });
});
