import type { PortMessage, PortMessageView } from '@haidang/contract';
import { isCorrecting } from '@haidang/domain';

/** What is told of a report, and may be told otherwise. */
export const CORRECTED = [
  'container',
  'at',
  'purpose',
  'carrierSeal',
  'description',
  'packages',
  'packageKind',
  'grossKg',
] as const;
export type Corrected = (typeof CORRECTED)[number];

/** One line of a correction; null: nothing was, or nothing would be. */
export interface Change {
  readonly what: Corrected;
  readonly was: string | number | null;
  readonly isNow: string | number | null;
}

/**
 * What was, and what would be. A cancellation (forms 17 and 26) leaves nothing of what was.
 * @param corrected the report that it corrects
 */
export function changesOf(
  correction: Pick<PortMessageView, 'message'>,
  corrected: Pick<PortMessageView, 'message' | 'container'>,
): Change[] {
  const { message } = correction;
  // a number that was corrected before stands corrected
  const before = { ...told(corrected.message), container: corrected.container ?? null };
  if (message.form === '17' || message.form === '26')
    return CORRECTED.flatMap((what) =>
      before[what] === null ? [] : [{ what, was: before[what], isNow: null }],
    );
  const after = afterOf(message);
  return CORRECTED.flatMap((what) => {
    const isNow = after[what] ?? null;
    return isNow === null || isNow === before[what] ? [] : [{ what, was: before[what], isNow }];
  });
}

type Values = Record<Corrected, string | number | null>;

function afterOf(message: PortMessage): { readonly [what in Corrected]?: Values[what] | undefined } {
  switch (message.form) {
    case '16': {
      const { goods, at, purpose, carrierSeal } = message.changes;
      return { ...goods, at: at ?? null, purpose: purpose ?? null, carrierSeal: carrierSeal ?? null };
    }
    case '25':
      return { ...message.goods };
    case '27':
      return { container: message.container };
    default:
      return {};
  }
}

function told(message: PortMessage): Values {
  const fields = message as Partial<Record<string, unknown>>;
  const goods = (fields['goods'] ?? {}) as Partial<Record<string, unknown>>;
  const value = (name: Corrected) => {
    const found = fields[name] ?? goods[name];
    return typeof found === 'string' || typeof found === 'number' ? found : null;
  };
  return Object.fromEntries(CORRECTED.map((name) => [name, value(name)])) as Values;
}

export const SHOWS = ['waiting', 'all'] as const;
export type Show = (typeof SHOWS)[number];

/** What the list shows: of what waits the longest first, of all the latest first. What is chosen stays in its place. */
export function sieved(
  all: readonly PortMessageView[],
  sieve: { show: Show; place: string | undefined; find: string; chosen: string | undefined },
): PortMessageView[] {
  const wanted = sieve.find.trim().toLowerCase();
  const isShown = (one: PortMessageView) =>
    one.id === sieve.chosen ||
    ((sieve.show === 'all' || one.state === 'waiting') &&
      (sieve.place === undefined || one.facilityId === sieve.place) &&
      textOf(one).includes(wanted));
  const direction = sieve.show === 'all' ? -1 : 1;
  return all
    .filter((one) => isCorrecting(one.form) && isShown(one))
    .toSorted((a, b) => direction * a.receivedAt.localeCompare(b.receivedAt));
}

function textOf({ number, container, message }: PortMessageView): string {
  const corrects = 'corrects' in message ? message.corrects : '';
  return [number, container, corrects].join(' ').toLowerCase();
}
