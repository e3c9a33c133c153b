import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterEach, beforeEach, expect, it } from 'vitest';

/** The configuration that `npm run check` uses. */
const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: object[];
  options: ICruiseOptions;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'haidang-cycles-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The rules that planted files break, each with its way round. */
async function broken(files: Record<string, string>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const { output } = await cruise(['src'], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  } as ICruiseOptions);
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
}

it('finds a cycle through three files', async () => {
  const violations = await broken({
    'src/a.ts': `import { b } from './b.js'; export const a = () => b;`,
    'src/b.ts': `import { c } from './c.js'; export const b = () => c;`,
    'src/c.ts': `import { a } from './a.js'; export const c = () => a;`,
  });
  expect(violations).toEqual(['no-cycle src/a.ts']);
});

it('finds an import that leads nowhere', async () => {
  expect(await broken({ 'src/a.ts': `export * from './gone.js';` })).toEqual(['resolvable src/a.ts']);
});

it('lets types refer to each other', async () => {
  const violations = await broken({
    'src/a.ts': `import type { B } from './b.js'; export interface A { b?: B }`,
    'src/b.ts': `import type { A } from './a.js'; export interface B { a?: A }`,
  });
  expect(violations).toEqual([]);
});
