import type { Route, TransitView } from '@haidang/contract';
import { isContainerNumber, normaliseContainerNumber } from '@haidang/domain';
import type { TransitEntry } from '../shared/api/transits.js';
import { fieldText, timeOfField } from '../shared/format/moment.js';

/** What stands in the form's fields; times are by the viewer's clock: `2026-11-27T08:00`. */
export interface Draft {
  readonly number: string;
  readonly declaration: string;
  readonly routeId: string;
  readonly plate: string;
  readonly trailer: string;
  readonly departBy: string;
  readonly arriveBy: string;
  readonly containers: readonly Box[];
}

export interface Box {
  readonly number: string;
  readonly sealId: string;
  readonly carrierSeal: string;
}

export const NO_BOX: Box = { number: '', sealId: '', carrierSeal: '' };
export const EMPTY: Draft = {
  ...{ number: '', declaration: '', routeId: '', plate: '', trailer: '', departBy: '', arriveBy: '' },
  containers: [NO_BOX],
};

/** What repeats from one transit to the next: its way and its truck. Numbers, seals and times are new each time. */
export function copyOf({ routeId, vehicle }: Pick<TransitView, 'routeId' | 'vehicle'>): Draft {
  return { ...EMPTY, routeId, plate: vehicle.plate, trailer: vehicle.trailer ?? '' };
}

/** What was entered of a transit, to be changed. */
export function draftOf(transit: TransitView): Draft {
  const { number, declaration, departBy, arriveBy, containers } = transit;
  return {
    ...copyOf(transit),
    ...{ number, declaration },
    ...{ departBy: fieldText(departBy ?? undefined), arriveBy: fieldText(arriveBy ?? undefined) },
    containers: containers.map((box) => ({
      number: box.number,
      sealId: box.sealId ?? '',
      carrierSeal: box.carrierSeal ?? '',
    })),
  };
}

/** What replaces what was entered (RFC 7396): what was not touched stays as a colleague may have changed it, what is left empty is taken away. */
export function changeOf(draft: Draft, route: Pick<Route, 'from' | 'to'>, before: TransitView): object {
  const [was, is] = [replacementOf(draftOf(before), before, before), replacementOf(draft, route, before)];
  const isChanged = (name: string) =>
    JSON.stringify(is[name as keyof typeof is]) !== JSON.stringify(was[name as keyof typeof was]);
  return Object.fromEntries(Object.entries(is).filter(([name]) => isChanged(name)));
}

function replacementOf(draft: Draft, route: Pick<Route, 'from' | 'to'>, before: TransitView) {
  const entry = entryOf(draft, route);
  // a time that was not touched keeps its seconds
  const timeOf = (name: 'departBy' | 'arriveBy') =>
    draft[name] === fieldText(before[name] ?? undefined) ? before[name] : (entry[name] ?? null);
  const sealOf = (box: string) => before.containers.find(({ number }) => number === box)?.customsSeal ?? '';
  return {
    ...entry,
    vehicle: { ...entry.vehicle, trailer: entry.vehicle.trailer ?? null },
    containers: entry.containers.map((box) => ({ ...box, ...given({ customsSeal: sealOf(box.number) }) })),
    ...{ departBy: timeOf('departBy'), arriveBy: timeOf('arriveBy') },
  };
}

/** Which container numbers cannot be right, by their places in the form. */
export function wrongBoxes({ containers }: Draft): number[] {
  return containers.flatMap(({ number }, i) =>
    number.trim() === '' || isContainerNumber(normaliseContainerNumber(number)) ? [] : [i],
  );
}

/** As the platform takes it. */
export function entryOf(draft: Draft, { from, to }: Pick<Route, 'from' | 'to'>): TransitEntry {
  const { number, declaration, routeId, plate, trailer, departBy, arriveBy } = draft;
  return {
    ...{ number: number.trim(), declaration: declaration.trim(), from, to, routeId },
    vehicle: { plate: plate.trim(), ...given({ trailer }) },
    containers: draft.containers.map((box) => ({
      number: box.number,
      ...given({ sealId: box.sealId, carrierSeal: box.carrierSeal }),
    })),
    ...given({ departBy: timeOfField(departBy) ?? '', arriveBy: timeOfField(arriveBy) ?? '' }),
  };
}

function given<K extends string>(fields: Record<K, string>): { [key in K]?: string } {
  const entries = Object.entries<string>(fields).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries(entries.map(([key, value]) => [key, value.trim()])) as { [key in K]?: string };
}
