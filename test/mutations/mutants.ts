import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { instrument, type Mutant } from './instrument.mjs';
import { ENGINE } from './plugin.mjs';

export type { Mutant };

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

const files = filesBelow(ENGINE)
  .map((file) => path.relative(ENGINE, file))
  .filter((file) => file.endsWith('.ts'))
  .sort();

export const SPECS = files.filter((file) => file.endsWith('.spec.ts') && !/laws|oracle/.test(file));
export const LAWS = files.filter((file) => /(laws|oracle)\.spec\.ts$/.test(file));

/** Every single flip of the engine, file by file. */
export function allMutants(): Mutant[] {
  const sources = files.filter((file) => !file.endsWith('.spec.ts'));
  return sources.flatMap((file) => instrument(readFileSync(path.join(ENGINE, file), 'utf8'), file).mutants);
}

/** A name that holds while lines move. */
export function nameOf({ file, where, from, to }: Mutant): string {
  return `${file} ${where}: ${from} -> ${to}`;
}
