import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** Secrets of devices by their names. Who has none connects without, or as the broker's address says. */
export type Secrets = ReadonlyMap<string, string>;

/** Reads what `npm run cli -- device issue` or `import` wrote: CSV with the columns `name` and `secret`. */
export function readSecrets(file: string | undefined): Secrets {
  if (file === undefined) return new Map();
  const rows = parse<{ name?: string; secret?: string }>(readFileSync(file, 'utf8'), {
    ...{ columns: true, bom: true, trim: true, skip_empty_lines: true },
  });
  return new Map(
    rows.map(({ name, secret }, index) => {
      if (name === undefined || secret === undefined)
        throw new Error(`${file}: the columns name and secret are wanted (line ${index + 2})`);
      return [name, secret];
    }),
  );
}
