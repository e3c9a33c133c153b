import type { Instant } from '@haidang/domain';
import type { NewPaperEntry, PaperEffectRow, PaperPassageRow } from '@haidang/store';
import { paperPassageId, passageOf, type Reconciled } from './reconcile.js';

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** A line as it is kept. */
export function entryOf(
  { line, comparison, wouldHold, differences, seen, effect }: Reconciled,
  entered: Pick<NewPaperEntry, 'importId' | 'place' | 'recordedAt'>,
): NewPaperEntry {
  return {
    ...{ ...line, ...entered, comparison, wouldHold, differences },
    ...{ seenGate: seen?.gateId ?? null, seenPassage: seen?.id ?? null },
    passageId: seen === null ? paperPassageId(line) : null,
    stayId: effect?.begins ?? effect?.ends?.id ?? null,
  };
}

/** Beside the cameras' passages. It happened: what would have held it are its reasons, and it passed. */
export function passageRow({ line, wouldHold }: Reconciled, now: Instant): PaperPassageRow {
  const { id, time, direction, plate, sealId, carrierSeal } = passageOf(line);
  const { gateId, container } = line;
  const decision = {
    passageId: id,
    gateId,
    time: now,
    verdict: 'pass',
    reasons: wouldHold,
    container,
    direction,
  };
  return { gateId, id, time, direction, container, plate, sealId, carrierSeal, decision };
}

/** In the order of time; a stay that began and ended on paper is written once. */
export function effectRows(reconciled: readonly Reconciled[]): PaperEffectRow[] {
  const begun = new Map<string, Changing<PaperEffectRow>>();
  return reconciled
    .flatMap(({ line, effect }) => (effect === null ? [] : [{ line, effect }]))
    .sort((a, b) => a.effect.at - b.effect.at)
    .map(({ line, effect }) => {
      const before = effect.ends === null ? undefined : begun.get(effect.ends.id);
      if (before !== undefined) before.endedAt = effect.at;
      const row: Changing<PaperEffectRow> = {
        ...{ ...effect, ends: before === undefined ? effect.ends : null, endSeen: effect.endedAt !== null },
        ...{ gateId: line.gateId, passageId: paperPassageId(line) },
      };
      if (row.begins !== null) begun.set(row.begins, row);
      return row;
    });
}
