import type { TrialAlarmView, TrialOutcome, TrialView } from '@haidang/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { lastDays, tryDraft } from './api.js';
import { named, type Draft } from './draft.js';

/** A trial under way, or done: what all of its calls have told. */
export interface Trial {
  readonly draft: Draft;
  readonly looked: TrialView['looked'];
  readonly missed: TrialView['missed'];
  readonly untried: TrialView['untried'];
  readonly items: readonly TrialAlarmView[];
  readonly standing: 'looking' | 'done' | 'stopped' | 'failed';
  readonly error: Error | null;
}

export interface Trying {
  readonly trial: Trial | null;
  /** Begins anew. @param name of a draft that has none yet */
  begin(draft: Draft, name: string, days: number, now: number): void;
  stop(): void;
  /** What was drawn anew has a name of its own by now. */
  saved(id: string): void;
}

/** Of what is drawn anew, until it is saved. */
export const NEW_DRAFT = '';

/**
 * Tries a draft call after call, until all of it is looked at or somebody stops it; whoever goes on to another thing does. What was found is kept for
 * each thing while the page is open.
 * @param of the id of the thing, or {@link NEW_DRAFT}; undefined: there is none
 */
export function useTrial(of: string | undefined): Trying {
  const [trials, setTrials] = useState<ReadonlyMap<string, Trial>>(new Map());
  const under = useRef<{ of: string; readonly given: AbortController } | undefined>(undefined);
  const stop = useCallback(() => under.current?.given.abort(), []);
  const begin = (draft: Draft, name: string, days: number, now: number) => {
    if (of === undefined) return;
    stop();
    const own = (under.current = { of, given: new AbortController() });
    void look(draft, name, days, now, own.given.signal, (next) => {
      if (under.current === own) setTrials((before) => new Map(before).set(own.of, next));
    });
  };
  const saved = useCallback((id: string) => {
    if (under.current?.of === NEW_DRAFT) under.current.of = id;
    setTrials((before) => moved(before, NEW_DRAFT, id));
  }, []);
  useEffect(() => {
    if (under.current !== undefined && under.current.of !== of) stop();
    if (of === NEW_DRAFT) setTrials((before) => moved(before, NEW_DRAFT, undefined));
  }, [of, stop]);
  useEffect(() => stop, [stop]);
  return { trial: (of === undefined ? undefined : trials.get(of)) ?? null, begin, stop, saved };
}

function moved(
  trials: ReadonlyMap<string, Trial>,
  from: string,
  to: string | undefined,
): ReadonlyMap<string, Trial> {
  const trial = trials.get(from);
  if (trial === undefined) return trials;
  const next = new Map(trials);
  next.delete(from);
  return to === undefined ? next : next.set(to, trial);
}

async function look(
  draft: Draft,
  name: string,
  days: number,
  now: number,
  signal: AbortSignal,
  tell: (trial: Trial) => void,
): Promise<void> {
  const span = lastDays(days, now);
  const tried = named(draft, name);
  const zero = { looked: { transits: 0, of: 0, fixes: 0 }, missed: { cut: 0, silent: 0, tooOld: 0 } };
  let trial: Trial = { draft, ...zero, untried: [], items: [], standing: 'looking', error: null };
  tell(trial);
  try {
    for (let cursor: string | null = null; trial.standing === 'looking';) {
      const part: TrialView = await tryDraft(tried, span, cursor, signal);
      trial = added(trial, part);
      cursor = part.next;
      tell(trial);
    }
  } catch (error) {
    tell({ ...trial, standing: signal.aborted ? 'stopped' : 'failed', error: error as Error });
  }
}

function added(trial: Trial, part: TrialView): Trial {
  const { looked, missed, items } = trial;
  return {
    ...trial,
    looked: {
      transits: looked.transits + part.looked.transits,
      of: part.looked.of,
      fixes: looked.fixes + part.looked.fixes,
    },
    missed: {
      cut: missed.cut + part.missed.cut,
      silent: missed.silent + part.missed.silent,
      tooOld: missed.tooOld + part.missed.tooOld,
    },
    untried: part.untried,
    items: [...items, ...part.items],
    standing: part.next === null ? 'done' : 'looking',
  };
}

/** How many alarms of each outcome. */
export function countsOf(items: readonly TrialAlarmView[]): Record<TrialOutcome, number> {
  const counts = { raised: 0, gone: 0, changed: 0, same: 0 };
  for (const { outcome } of items) counts[outcome]++;
  return counts;
}

/** Names an alarm of a trial, on the map and in the list. */
export function trialKey({ sealId, transitId, kind, start, outcome }: TrialAlarmView): string {
  return [transitId, sealId, kind, start, outcome].join(' ');
}
