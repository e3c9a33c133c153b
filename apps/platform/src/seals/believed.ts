import type { Instant, Rules } from '@haidang/domain';
import { believe, NO_TRACK } from '@haidang/engine';
import type { LoggedFix } from '@haidang/store';

/** A fix of a track, and whether its position is one that no alarm rests on. */
export type JudgedFix = LoggedFix & { readonly doubted: boolean };

/**
 * Tells the positions that are believed from those that are not, by the engine's own rule (libs/engine/src/track.ts) over the whole track in
 * its order: what a later position proves true is true. Of a fix without a position there is nothing to doubt. As many fixes are held back as
 * come until a doubted position is decided.
 */
export async function* judged(fixes: AsyncIterable<LoggedFix>, rules: Rules): AsyncGenerator<JudgedFix> {
  let track = NO_TRACK;
  let held: { row: LoggedFix; doubted: boolean | undefined }[] = [];
  for await (const row of fixes) {
    const belief = believe(track, row.fix, rules);
    track = belief.track;
    held.push({ row, doubted: row.fix.lat === null ? false : undefined });
    const believed = timesOf(belief.usable);
    const open = timesOf(track.doubted);
    for (const one of held) {
      const { time } = one.row.fix;
      if (one.doubted === undefined && !open.has(time)) one.doubted = !believed.has(time);
    }
    const first = held.findIndex(({ doubted }) => doubted === undefined);
    const decided = first === -1 ? held : held.slice(0, first);
    held = first === -1 ? [] : held.slice(first);
    for (const one of decided) yield { ...one.row, doubted: one.doubted! };
  }
  for (const { row, doubted } of held) yield { ...row, doubted: doubted ?? true };
}

function timesOf(sightings: readonly { readonly time: Instant }[]): ReadonlySet<Instant> {
  return new Set(sightings.map(({ time }) => time));
}
