import path from 'node:path';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { vi } from 'vitest';
import { GOLDEN } from '../golden/alarms.js';
import { readStory } from '../golden/story.js';
import type { CollectedTest } from './collector.js';
import { LAWS, SPECS, type Mutant } from './mutants.js';
import { ENGINE } from './plugin.mjs';

/** What saw a mutant, or null when nothing did. */
export type Verdict = { readonly by: 'spec' | 'story' | 'law'; readonly which: string } | null;

/** Turns of loops and milliseconds of computing that one test may take; a flipped loop may have no end of its own. */
const LIMITS = { spec: [3e6, 5_000], story: [2e7, 10_000], law: [1e9, 60_000] } as const;

declare global {
  var haidangMutant: Pick<Mutant, 'file' | 'n'> | undefined;
  var haidangTurn: () => void;
}

const STORIES = GOLDEN.map(({ scenario, alarms }) => ({ scenario, alarms, story: readStory(scenario) }));

/** Which comparison is flipped when the engine is loaded next; undefined: none. Everything loaded before is forgotten. */
export function flip(mutant: Mutant | undefined): void {
  vi.resetModules();
  globalThis.haidangMutant = mutant;
}

/** The specs, the mutant's own first, then the stories, then the laws: the first that fails has seen it. */
export async function judge(mutant: Mutant | undefined, laws = true): Promise<Verdict> {
  flip(mutant);
  for (const file of nearestFirst(SPECS, mutant?.file ?? '')) {
    const failed = await failing(file, 'spec');
    if (failed !== undefined) return { by: 'spec', which: `${file}: ${failed}` };
  }
  const story = await failingStory();
  if (story !== undefined) return { by: 'story', which: story };
  for (const file of laws ? nearestFirst(LAWS, mutant?.file ?? '') : []) {
    const failed = await failing(file, 'law');
    if (failed !== undefined) return { by: 'law', which: `${file}: ${failed}` };
  }
  return null;
}

/** The name of the first test of a spec that fails. */
async function failing(file: string, by: 'spec' | 'law'): Promise<string | undefined> {
  for (const { name, run } of await testsOf(file)) {
    // a stopwatch, and shares of histories that a handful cannot hold
    if (/costs what is due|are held to (histories|turns)|sees the histories/.test(name)) continue;
    limit(by);
    try {
      await run();
    } catch {
      return name;
    }
  }
  return undefined;
}

async function testsOf(file: string): Promise<CollectedTest[]> {
  globalThis.haidangTests = [];
  try {
    limit('spec');
    await import(/* @vite-ignore */ path.join(ENGINE, file));
  } catch (error) {
    return [{ name: 'cannot be loaded', run: () => Promise.reject(error) }];
  }
  return globalThis.haidangTests;
}

async function failingStory(): Promise<string | undefined> {
  limit('story');
  try {
    const { playOnEngine } = await import('../golden/play-on-engine.js');
    for (const { scenario, story, alarms } of STORIES) {
      limit('story');
      if (!isDeepStrictEqual(playOnEngine(story), alarms)) return scenario;
    }
  } catch (error) {
    return String(error);
  }
  return undefined;
}

function nearestFirst(specs: readonly string[], file: string): readonly string[] {
  const [folder, name] = [path.dirname(file), path.basename(file, '.ts')];
  const far = (spec: string): number => {
    if (path.basename(spec).startsWith(`${name}.`)) return 0;
    return path.dirname(spec) === folder ? 1 : 2;
  };
  return [...specs].sort((a, b) => far(a) - far(b));
}

function limit(by: keyof typeof LIMITS): void {
  const millis = LIMITS[by][1];
  let turns: number = LIMITS[by][0];
  const until = computed() + millis;
  globalThis.haidangTurn = () => {
    if (--turns < 0 || (turns % 1_024 === 0 && computed() > until)) throw new Error('it has no end');
  };
}

/** Milliseconds that this process computed: a busy machine makes no test fail. */
function computed(): number {
  return process.cpuUsage().user / 1_000;
}

/** Fewer histories, always the same, and no search for the smallest: that it fails is enough. */
export function narrowLaws(numRuns: number): void {
  process.env['HAIDANG_RUNS'] = String(numRuns);
  fc.configureGlobal({ seed: 20_261_122, endOnFailure: true });
}
