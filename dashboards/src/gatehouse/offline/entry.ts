import type { OfflineView, PassageBody, PassageView } from '@haidang/contract';
import { decideOffline, formatInstant } from '@haidang/domain';
import type { Booth } from './booth.js';
import type { Passing } from './shelf.js';

/**
 * Decides a passage from the list, and keeps it before anybody is told. The same passage, by id and time, whose answer was lost on the way to the
 * platform is found again there.
 * @param by who stands there
 * @throws DOMException when the tablet cannot keep it: then nothing was decided
 */
export async function decideHere(
  booth: Booth,
  gateId: string,
  passage: PassageBody,
  by: string,
): Promise<PassageView> {
  const { list } = booth.state.get();
  const { direction, container = null, plate = null, carrierSeal = null, sealId = null } = passage;
  const seen = { direction, plate, carrierSeal, sealId, container: container === '' ? null : container };
  const { verdict, reasons } = decideOffline(seen, list, (box) => booth.isUsed(box), booth.clock.now());
  const entry: Passing = {
    kind: 'passage',
    gateId,
    key: passage.id,
    body: {
      ...passage,
      decidedOffline: {
        ...(list !== null && {
          ...{
            listId: list.id,
            listAt: formatInstant(list.at),
            listExpiresAt: formatInstant(list.expiresAt),
          },
        }),
        ...{ verdict, reasons: [...reasons], by },
      },
    },
  };
  const leaves = direction === 'out' && verdict === 'pass' && seen.container !== null;
  await booth.keep(entry, leaves ? { container: seen.container!, at: Date.parse(passage.time) } : null);
  return viewOf(entry);
}

/** A passage that waits to be told, as the list of passages has it. */
export function viewOf({ gateId, body }: Passing): PassageView {
  const { decidedOffline, ...passage } = body;
  const { verdict, reasons } = decidedOffline!;
  return {
    ...{ ...passage, gateId, receivedAt: passage.time },
    decision: {
      ...{
        passageId: passage.id,
        gateId,
        time: passage.time,
        verdict,
        reasons,
        direction: passage.direction,
      },
      container: passage.container ?? null,
    },
    decidedOffline: { ...decidedOffline!, judged: [] } satisfies OfflineView,
  };
}
