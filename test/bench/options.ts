import { parseArgs } from 'node:util';
import type { Key } from './report.js';

export interface Options<K extends string = Key> {
  readonly only: ReadonlySet<K>;
  /** Milliseconds of counting a turn. */
  readonly duration: number;
  /** Turns a contestant takes; figures are their medians. */
  readonly turns: number;
}

export const usage = (bench: string, keys: readonly string[]): string =>
  `npm run bench -- ${bench} [--only KEY,KEY] [--seconds N] [--quick]
  --only     of ${keys.join(', ')}
  --seconds  of counting a turn (5)
  --quick    one turn of 2 seconds each: shows that everything runs, proves nothing`;

/** @throws Error in words for the person at the keyboard */
export function parseOptions<K extends string>(args: readonly string[], keys: readonly K[]): Options<K> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds ?? (values.quick ? 2 : 5));
  if (!(seconds >= 1 && seconds <= 60)) throw new Error('--seconds is 1 to 60');
  const only = values.only?.split(',') ?? keys;
  const strange = only.find((key) => !(keys as readonly string[]).includes(key));
  if (strange !== undefined) throw new Error(`there is no figure ${strange}`);
  return { only: new Set(only as K[]), duration: seconds * 1000, turns: values.quick ? 1 : 3 };
}
