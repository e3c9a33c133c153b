import {
  TRANSIT_STEPS,
  type AlarmKind,
  type Fix,
  type Instant,
  type TransitState,
  type TransitStep,
} from '@haidang/domain';

/**
 * What happens to one seal on its transit. A watch is a fold over these in the order of {@link compareEvents}, whatever the order in
 * which they arrive. `mark` is when the platform took it in: a fact about the event, the same however often it is folded again.
 */
export type WatchEvent = FixEvent | TransitStepEvent | AttachEvent | RemoveEvent | ResolveEvent | TickEvent;

/** The seal spoke. */
export interface FixEvent {
  readonly kind: 'fix';
  readonly time: Instant;
  readonly fix: Fix;
  readonly mark: Instant;
}

/** A person took the transit a step further (or its office's setting did); `time` is when it took effect. */
export interface TransitStepEvent {
  readonly kind: 'step';
  readonly time: Instant;
  readonly step: TransitStep;
  readonly mark: Instant;
}

/**
 * The seal was put on while its transit was in a phase already: in place of another, or because its container goes on as a transit of its own.
 * The first event of its watch.
 */
export interface AttachEvent {
  readonly kind: 'attach';
  readonly time: Instant;
  readonly phase: TransitState;
}

/** The seal was taken off, or its container left the transit, which goes on without it: the last event of its watch but for officers' acts. */
export interface RemoveEvent {
  readonly kind: 'remove';
  readonly time: Instant;
}

/** An officer resolved an alarm, having seen its evidence up to the mark `seen`. `start` and `end` are the alarm's, as then shown. */
export interface ResolveEvent {
  readonly kind: 'resolve';
  /** Tells acts at one time apart. */
  readonly seq: number;
  readonly time: Instant;
  readonly alarm: AlarmKind;
  readonly cause: string;
  readonly start: Instant;
  readonly end: Instant | null;
  readonly seen: Instant;
}

/** Time has passed, and nothing else is known. */
export interface TickEvent {
  readonly kind: 'tick';
  readonly time: Instant;
}

/** A place in the order of events. */
export interface EventOrder {
  readonly time: Instant;
  /** Of events at one time: a step, a seal's attaching and its removal hold for the fixes at their time, an act and a tick come after them. */
  readonly rank: number;
  /** Of fixes and acts: their own; of steps: their order on the way of a transit, between the seal's attaching and its removal. */
  readonly seq: number;
}

const STEPS = Object.keys(TRANSIT_STEPS);
const RANKS = { attach: 0, step: 0, remove: 0, fix: 1, resolve: 2, tick: 3 } as const satisfies Record<
  WatchEvent['kind'],
  number
>;

export function orderOf(event: WatchEvent): EventOrder {
  return { time: event.time, rank: rankOf(event), seq: seqOf(event) };
}

export function rankOf({ kind }: WatchEvent): number {
  return RANKS[kind];
}

export function compareOrder(a: EventOrder, b: EventOrder): number {
  return a.time - b.time || a.rank - b.rank || a.seq - b.seq;
}

/** Orders the events of one watch by their own time. */
export function compareEvents(a: WatchEvent, b: WatchEvent): number {
  if (a.time !== b.time) return a.time - b.time;
  return compareOrder(orderOf(a), orderOf(b));
}

export function seqOf(event: WatchEvent): number {
  switch (event.kind) {
    case 'fix':
      return event.fix.seq;
    case 'resolve':
      return event.seq;
    case 'step':
      return STEPS.indexOf(event.step);
    case 'attach':
      return -1;
    case 'remove':
      return STEPS.length;
    case 'tick':
      return 0;
  }
}
