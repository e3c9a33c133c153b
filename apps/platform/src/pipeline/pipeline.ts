import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { DecisionView } from '@haidang/contract';
import { DAY, formatInstant, isContainerNumber, type Decision, type Instant } from '@haidang/domain';
import {
  commit,
  findKnown,
  isDataError,
  noteRevisionsDue,
  PapersChanged,
  writeMilestones,
  type Committed,
  type Device,
  type PassageOutcome,
  type SeriesKeeper,
} from '@haidang/store';
import { decodePassageValue, Rejection, topics } from '@haidang/wire';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { KEEPER, POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { GateBook } from '../gates/gate-book.js';
import { decisionView } from '../gates/view.js';
import { ApiError } from '../http/errors.js';
import { LOGGER } from '../logging.js';
import { Meetings } from '../meetings/meetings.js';
import { Metrics } from '../metrics/metrics.js';
import { Hearing } from '../reception/hearing.js';
import { ArrivalMarks } from './arrival.js';
import { decode } from './decode.js';
import { Lane } from './lane.js';
import { refuse, type Acknowledge, type Message, type Unit } from './message.js';
import { owedFor } from './owed.js';
import { Published } from './published.js';
import { ReceiptLane, type ReceiptUnit } from './receipt-lane.js';
import { RevisionsDue } from '../watch/revisions-due.js';
import { stepBatch, type Stepped } from './step.js';
import { UnderWay } from './under-way.js';

const RETRY_MS = { first: 50, longest: 2_000 } as const;

/**
 * The way of a message through the platform, in order:
 *
 * 1. **decode** (decode.ts): bytes -> fixes, a passage, a receipt, or a refusal with a code;
 * 2. **step** (step.ts, pure): states, events, plans -> next states, alarms, decisions;
 * 3. **commit** (libs/store commit.ts): events, alarms, stands, decisions, refusals, what the world is owed: all or nothing;
 * 4. **settle**: the next states become the states; each message that is whole is **acknowledged**;
 * 5. **publish** (published.ts): the live map moves, the outbox is woken, who stood near whom is judged; who listens for silence
 *    (reception/) hears of it.
 *
 * A port's receipt changes nothing that is judged: it goes from 1 to its own commit (receipt-lane.ts), and then to 4 and 5.
 *
 * If the commit fails, none of 4 and 5 happens: the states stay, nothing is acknowledged, and the batch is tried again.
 */
@Injectable()
export class Pipeline {
  readonly marks = new ArrivalMarks();
  private readonly lanes: Lane[];
  private readonly receipts: ReceiptLane;
  /** Passages are few and do not wait behind fixes; one after the other, for two may ask for the same papers. */
  private readonly gateLane: Lane;
  private readonly underWay = new UnderWay();
  private givenUp = false;
  /** Since when commits have been failing; `undefined` while they succeed. */
  private failingSince: number | undefined;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(GateBook) private readonly gates: GateBook,
    @Inject(Published) private readonly published: Published,
    @Inject(Hearing) private readonly hearing: Hearing,
    @Inject(RevisionsDue) private readonly revisionsDue: RevisionsDue,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.receipts = new ReceiptLane(
      pool,
      {
        taken: ({ message }) => {
          message.settle();
          published.owed();
        },
        // in the receipt's place: the message still waits for one thing to be committed
        refused: ({ message }, rejection) => {
          const refused = refuse(message, rejection);
          this.laneOf(refused).push(refused);
        },
      },
      logger,
    );
    this.lanes = Array.from({ length: config.lanes }, () => new Lane((batch) => this.process(batch)));
    this.gateLane = new Lane(async (batch) => {
      for (const units of apart(batch)) await this.process(units);
    }, 0);
  }

  /**
   * Takes a message from a source; `acknowledge` is told once, when its facts are committed.
   * @param sender who sent it, where the source knows: what he does not speak for is refused
   */
  take(topic: string, payload: Uint8Array, acknowledge: Acknowledge, sender?: Device): void {
    const message = this.receive(topic, payload, acknowledge, sender);
    const { directory, keeper } = this;
    const now = message.receivedAt;
    this.enqueue(message, decode(message, { directory, now, droppedBefore: keeper.droppedBefore(now) }));
  }

  /** Keeps what a source itself had to refuse (a protocol error); nobody waits for it. */
  refuse(topic: string, payload: Uint8Array, rejection: Rejection, sender?: Device): void {
    const message = this.receive(topic, payload, () => undefined, sender);
    this.enqueue(message, [refuse(message, rejection)]);
  }

  /** Puts units of a message on their lanes; one that holds none is acknowledged at once. */
  enqueue(message: Message, units: readonly (Unit | ReceiptUnit)[]): void {
    message.expect(Math.max(units.length, 1));
    if (units.length === 0) message.settle();
    for (const unit of units) {
      if (unit.kind === 'receipt') this.receipts.push(unit);
      else this.laneOf(unit).push(unit);
    }
  }

  /** A message under way: counted, timed, and part of the back-pressure until it is acknowledged. */
  receive(topic: string, payload: Uint8Array, acknowledge: Acknowledge, sender?: Device): Message {
    return this.underWay.take(topic, payload, acknowledge, sender);
  }

  /**
   * Takes a passage by REST, the same way as one by MQTT.
   * @returns the decision, once committed; a repeat gets the first one
   * @throws ApiError with the code under which the same message by MQTT would be quarantined
   */
  async takePassage(gateId: string, body: unknown): Promise<DecisionView> {
    const now = Date.now();
    if (this.directory.gate(gateId) === undefined)
      throw new ApiError('unknown_gate', `no gate ${gateId} in the register`);
    const passage = decodePassageValue(body, now);
    if (passage instanceof Rejection) throw new ApiError(passage.reason, passage.detail);
    if (passage.time < this.keeper.droppedBefore(now))
      throw new ApiError('time_dropped', formatInstant(passage.time));
    return await new Promise((answer, fail) => {
      const payload = Buffer.from(JSON.stringify(body));
      const message = this.receive(topics.passages(gateId), payload, () => fail(new ApiError('unstorable')));
      const decided = (outcome: PassageOutcome, decision: Decision) => {
        if (outcome.kind === 'conflict')
          fail(new ApiError('conflict', 'the same gate and id with other content'));
        else answer(decisionView(outcome.kind === 'repeat' ? outcome.decision : decision));
      };
      this.enqueue(message, [{ kind: 'passage', message, gateId, passage, decided }]);
    });
  }

  /** Resolves when there is room for more; a source that can wait asks before it reads on. */
  room(): Promise<void> | undefined {
    return this.underWay.room();
  }

  /** Does something while nothing of this seal is under way. */
  alone<T>(entry: SealEntry, work: () => Promise<T>): Promise<T> {
    return this.lanes[entry.key % this.lanes.length]!.alone(work);
  }

  /** When everything taken so far is committed and acknowledged. */
  async drain(): Promise<void> {
    await this.receipts.drain();
    await Promise.all([...this.lanes, this.gateLane].map((lane) => lane.drain()));
  }

  /** Tries nothing again: what is not committed stays unacknowledged, and whoever sent it sends it again. */
  giveUp(): void {
    this.givenUp = true;
    this.receipts.abandon();
    for (const lane of [...this.lanes, this.gateLane]) lane.abandon();
  }

  state(): { underWay: number; oldestMs: number; failingForMs: number } {
    const now = Date.now();
    return {
      underWay: this.underWay.count,
      oldestMs: this.underWay.oldestMs(now),
      failingForMs: this.failingSince === undefined ? 0 : now - this.failingSince,
    };
  }

  /** Sees a batch through to its commit, whatever it takes; only {@link giveUp} ends that. */
  private async process(units: readonly Unit[]): Promise<void> {
    for (let wait: number = RETRY_MS.first; ; wait = Math.min(wait * 2, RETRY_MS.longest)) {
      if (this.givenUp) return;
      const mark = this.marks.take();
      try {
        const stepped = stepBatch(units, this.gates, mark, this.config.horizonMs);
        const late = await this.noteLate(stepped);
        const committed = await this.commit(units, stepped);
        this.failingSince = undefined;
        this.settle(units, stepped, committed, late);
        await this.keepMilestones(stepped);
        await this.readRepeated(stepped, committed);
        return;
      } catch (error) {
        if (!(error instanceof PapersChanged)) this.metrics.commitFailures.inc();
        if (this.givenUp) return;
        if (error instanceof PapersChanged) {
          const isRead = await this.readPapersOf([error.container]);
          if (isRead && wait === RETRY_MS.first) continue;
        }
        const rowsAreAtFault = !this.keeper.recovers(error) && isOfTheRows(error);
        if (rowsAreAtFault && !isOneRefusal(units)) return await this.isolate(units, error as Error);
        this.failingSince ??= Date.now();
        this.logger.warn({ err: error, rows: units.length, retryMs: wait }, 'commit failed, trying again');
      } finally {
        this.marks.close(mark);
      }
      await sleep(wait);
    }
  }

  /**
   * Late fixes are folded in by the reviser. That they are to be is written before they are: a crash between the two costs a fold that
   * finds nothing.
   * @returns how many are new; the others repeat what the log holds, and change nothing
   */
  private async noteLate({ late }: Stepped): Promise<number> {
    if (late.length === 0) return 0;
    const known = await findKnown(
      this.pool,
      late.map(({ entry, fix }) => ({ seal: entry.key, time: fix.time, seq: fix.seq })),
    );
    const news = late.filter((_, index) => !known.has(index));
    await noteRevisionsDue(
      this.pool,
      news.map(({ entry, from }) => ({ seal: entry.key, from })),
    );
    for (const { entry, from } of news) this.revisionsDue.add(entry, from);
    return news.length;
  }

  /** What passes again by memory was taken before: memory is behind, perhaps for the answer of that commit was lost. */
  private async readRepeated({ facts }: Stepped, { passages }: Committed): Promise<void> {
    const containers = facts.passages.flatMap(({ effect }, i) =>
      passages[i]!.kind === 'repeat' && effect !== null ? effect.container : [],
    );
    if (containers.length > 0) await this.readPapersOf(containers);
  }

  private async readPapersOf(containers: readonly string[]): Promise<boolean> {
    try {
      await this.gates.refresh(containers);
      return true;
    } catch (error) {
      this.logger.warn({ err: error }, 'papers that gates decide from could not be read again');
      return false;
    }
  }

  /** One that is missing makes a later fold longer and no different: nothing fails with it. */
  private async keepMilestones({ milestones }: Stepped): Promise<void> {
    try {
      await writeMilestones(this.pool, milestones);
    } catch (error) {
      this.logger.warn({ err: error }, 'states to fold late evidence from could not be kept');
    }
  }

  private async commit(units: readonly Unit[], stepped: Stepped): Promise<Committed> {
    const { facts } = stepped;
    await this.keeper.ensure(
      'fixes',
      daysOf(facts.fixes, (row) => row.fix.time),
    );
    await this.keeper.ensure(
      'passages',
      daysOf(facts.passages, (row) => row.passage.time),
    );
    // what is refused is kept under the day it came, which may be days ago when the database was away
    await this.keeper.ensure(
      'quarantine',
      daysOf(units, (unit) => unit.message.receivedAt),
    );
    await this.keeper.ensure('alarm_history', [facts.receivedAt]);
    const end = this.metrics.commitSeconds.startTimer();
    const toGates = this.config.mqtt.kind === 'embedded' ? 'held' : 'mqtt';
    const committed = await commit(this.pool, facts, owedFor(stepped, toGates));
    end();
    return committed;
  }

  /** The database refuses a row of these: halve until it stands alone, and quarantine that one. */
  private async isolate(units: readonly Unit[], error: Error): Promise<void> {
    const [unit] = units;
    if (units.length > 1 || unit === undefined || unit.kind === 'refusal') {
      const middle = units.length >> 1;
      await this.process(units.slice(0, middle));
      return await this.process(units.slice(middle));
    }
    this.logger.error({ err: error, topic: unit.message.topic }, 'the database refuses this row');
    const rejection = new Rejection('unstorable', error.message);
    await this.process([refuse(unit.message, rejection, unit.kind === 'fix' ? unit.fix : unit.passage)]);
  }

  private settle(units: readonly Unit[], stepped: Stepped, committed: Committed, late: number): void {
    const { receivedAt } = stepped.facts;
    for (const [entry, next] of stepped.next) {
      if (next.moved) entry.said(next.last, next.placed);
      if (entry.remembered === next.remembered) entry.watch = next.watch;
      entry.receivedAt = receivedAt;
      entry.dirty = true;
    }
    for (const [index, unit] of stepped.passageUnits.entries()) {
      const [outcome, { effect, decision }] = [committed.passages[index]!, stepped.facts.passages[index]!];
      if (outcome.kind === 'new' && effect !== null) this.gates.take(effect, unit.passage.time);
      unit.decided?.(outcome, decision);
      const { container } = unit.passage;
      if (container !== null && isContainerNumber(container)) this.gates.touched.add(container);
    }
    for (const index of committed.contested) {
      const { entry, fix } = stepped.fixUnits[index]!;
      this.revisionsDue.add(entry, fix.time);
    }
    this.count(stepped, committed, late);
    let oldest = Date.now();
    for (const { message } of units) {
      if (message.receivedAt < oldest) oldest = message.receivedAt;
      message.settle();
    }
    this.metrics.ackSeconds.observe((Date.now() - oldest) / 1000);
    this.published.batch(stepped, committed);
    this.meetings.stood(stepped.facts.stands);
    this.hearing.batch(stepped, units);
  }

  /** Things of one seal share a lane, and so do all passages; refusals go wherever their message is easily spread. */
  private laneOf(unit: Unit): Lane {
    if (unit.kind === 'passage') return this.gateLane;
    const lane = unit.kind === 'fix' ? unit.entry.key : unit.message.bytes;
    return this.lanes[lane % this.lanes.length]!;
  }

  private count({ facts, failures, outliers }: Stepped, committed: Committed, late: number): void {
    const { fixes, quarantined, alarms, passages, batchSize } = this.metrics;
    const conflicts = committed.conflicts.length;
    const repeats = facts.fixes.length - committed.newFixes - conflicts;
    fixes.inc({ outcome: 'new' }, committed.newFixes);
    if (repeats > 0) fixes.inc({ outcome: 'repeat' }, repeats);
    if (late > 0) fixes.inc({ outcome: 'late' }, late);
    this.metrics.outliers.inc(outliers);
    for (const { sealId, fix, error } of failures) {
      fixes.inc({ outcome: 'unevaluated' });
      this.logger.error(
        { err: error, sealId, fix },
        'the engine failed on this fix; it is stored and not evaluated',
      );
    }
    if (conflicts > 0) quarantined.inc({ reason: 'conflict' }, conflicts);
    for (const row of facts.quarantine) quarantined.inc({ reason: row.reason });
    for (const alarm of committed.alarms) alarms.inc({ kind: alarm.kind });
    for (const row of facts.passages) passages.inc({ verdict: row.decision.verdict });
    batchSize.observe(facts.fixes.length + facts.passages.length + facts.quarantine.length);
  }
}

/** Passages in their order, cut wherever a container or a passage's name comes again: the second is decided from what the first has changed. */
function* apart(units: readonly Unit[]): Generator<readonly Unit[]> {
  let from = 0;
  const seen = new Set<string>();
  for (const [i, unit] of units.entries()) {
    if (unit.kind !== 'passage') continue;
    const { gateId, passage } = unit;
    const names = [`${gateId} ${passage.id}`, ...(passage.container === null ? [] : [passage.container])];
    if (names.some((name) => seen.has(name))) {
      yield units.slice(from, i);
      from = i;
      seen.clear();
    }
    for (const name of names) seen.add(name);
  }
  yield units.slice(from);
}

/** The rows themselves are the trouble (refused by the database, or a defect of ours that they bring out): waiting cannot help. */
function isOfTheRows(error: unknown): boolean {
  return isDataError(error) || error instanceof TypeError || error instanceof RangeError;
}

/** A refusal is the last resort of a row: it has nowhere else to go, so it is tried until it is kept. */
function isOneRefusal(units: readonly Unit[]): boolean {
  return units.length === 1 && units[0]!.kind === 'refusal';
}

/** A time of each day that these rows are of, or more than one. */
function daysOf<T>(rows: readonly T[], timeOf: (row: T) => Instant): Instant[] {
  const times: Instant[] = [];
  let day = NaN;
  for (const row of rows) {
    const time = timeOf(row);
    if (Math.floor(time / DAY) === day) continue;
    day = Math.floor(time / DAY);
    times.push(time);
  }
  return times;
}
