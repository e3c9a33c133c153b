import {
  ALARM_KINDS,
  formatInstant,
  mergeRules,
  SECOND,
  type AlarmKind,
  type Instant,
} from '@haidang/domain';
import { RULE_NAMES, type Plan, type WatchEvent } from '@haidang/engine';
import { Corridor, ZoneIndex } from '@haidang/geo';
import { WatchLog, type LoggedAlarm } from '@haidang/testkit';
import { decodeFixes, Rejection } from '@haidang/wire';
import type { Act, Delivery } from '../../firmware-sim/src/index.js';
import type { GoldenAlarm } from './alarms.js';
import { country, type Story, type StoryTransit } from './story.js';

/** The kinds that the engine's registry has a rule for. */
export const KINDS_IN_ENGINE: ReadonlySet<string> = new Set(RULE_NAMES);

/**
 * Straight into the engine, in the order of arrival, decoded as the platform does; what comes late is folded in a message at a time.
 * A fix of the future stays in the quarantine.
 */
export function playOnEngine(story: Story): GoldenAlarm[] {
  return [...story.transits].flatMap(([sealId, transit]) => {
    const log = new WatchLog(planOf(sealId, transit, story.start));
    for (const { tell } of happenings(sealId, transit, story)) {
      tell(log);
      log.settle();
    }
    return inOrder(log).map((alarm) => toGolden(sealId, alarm));
  });
}

interface Happening {
  readonly at: Instant;
  tell(log: WatchLog): void;
}

/** Acts, messages and at last the passing of time; what people do comes before a message of the same moment. */
function happenings(
  sealId: string,
  { papers }: StoryTransit,
  { start, duration, deliveries }: Story,
): Happening[] {
  const acts = papers.acts.map((act, seq): Happening => {
    const at = start + act.at * SECOND;
    return { at, tell: (log) => log.arrive(eventOf(act, at, seq, log)) };
  });
  const messages = deliveries.filter((one) => one.sealId === sealId);
  const heard = messages.map((message) => ({ at: message.at, tell: (log: WatchLog) => hear(message, log) }));
  const end = start + duration * SECOND;
  const last: Happening = { at: end, tell: (log) => log.arrive({ kind: 'tick', time: end }) };
  return [...acts, ...heard, last].sort((a, b) => a.at - b.at);
}

function hear({ fixes, at }: Delivery, log: WatchLog): void {
  const decoded = decodeFixes(Buffer.from(JSON.stringify(fixes)), at);
  if (decoded instanceof Rejection) throw new Error(decoded.detail);
  const wrong = decoded.rejected.find(({ rejection }) => rejection.reason !== 'time_ahead');
  if (wrong !== undefined) throw new Error(wrong.rejection.detail);
  for (const fix of decoded.fixes) log.arrive({ kind: 'fix', time: fix.time, fix, mark: at });
}

/** An officer resolves what stands at that moment, having seen all that was known of it. */
function eventOf(act: Act, time: Instant, seq: number, log: WatchLog): WatchEvent {
  if ('step' in act) return { kind: 'step', time, step: act.step, mark: time };
  const shown = log.standing().filter(({ kind, cause }) => kind === act.resolve && cause === act.cause);
  const newest = shown.sort((a, b) => b.start - a.start)[0];
  if (newest === undefined) throw new Error(`no ${act.resolve} to resolve`);
  const { start, end } = newest;
  return { kind: 'resolve', seq, time, alarm: act.resolve, cause: act.cause, start, end, seen: time };
}

function planOf(sealId: string, { route, papers }: StoryTransit, start: Instant): Plan {
  const { legs, rules, from: origin, to: destination } = country.routes.get(route)!;
  const by = (seconds: number | undefined) => (seconds === undefined ? null : start + seconds * SECOND);
  return {
    transitId: `T-${sealId}`,
    sealId,
    from: 0,
    version: 1,
    before: null,
    corridor: Corridor.of(legs),
    zones: ZoneIndex.of([...country.zones.values()]),
    rules: mergeRules(rules ?? undefined, papers.rules),
    origin,
    destination,
    stops: new Set(legs.flatMap(({ stops }) => stops)),
    checkpoints: legs.flatMap(({ checkpoints }) => checkpoints),
    cards: new Set(papers.cards),
    departBy: by(papers.departBy),
    arriveBy: by(papers.arriveBy),
  };
}

function inOrder({ alarms }: WatchLog): LoggedAlarm[] {
  const rank = (kind: AlarmKind) => ALARM_KINDS.indexOf(kind);
  return [...alarms.values()].sort(
    ({ episode: a }, { episode: b }) => a.start - b.start || rank(a.kind) - rank(b.kind),
  );
}

function toGolden(seal: string, { episode, late, withdrawn }: LoggedAlarm): GoldenAlarm {
  const { kind, severity, start, end } = episode;
  const clock = (time: number) => formatInstant(time).slice(11, 19);
  return {
    ...{ seal, kind, severity, start: clock(start), end: end === null ? 'never' : clock(end) },
    ...(late && { late }),
    ...(withdrawn !== null && { withdrawn }),
  };
}
