import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { HOUR, type Instant } from '@haidang/domain';
import {
  lastEvent,
  findingsOf,
  keepWatch,
  milestoneOf,
  outliersOf,
  resumeWatch,
  revise,
  startWatch,
  step,
  type Plan,
  type Revision,
  type TickEvent,
  type WatchState,
} from '@haidang/engine';
import {
  commitRevision,
  dropRevisionsDone,
  readMilestone,
  readRevisionsDue,
  readRevisionVersion,
  readStanding,
  readWatchHistory,
  type Milestone,
  type SeriesKeeper,
  type WatchKey,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { KEEPER, POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import { misjudgedSinceOf, type SealEntry, type SealTask } from '../directory/seal-entry.js';
import { LOGGER } from '../logging.js';
import { Meetings } from '../meetings/meetings.js';
import { Metrics } from '../metrics/metrics.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { Published } from '../pipeline/published.js';
import { correctedBy } from './corrected.js';
import { eventsAfter } from './events.js';
import { RevisionsDue } from './revisions-due.js';

const ROUND_MS = 200;
/** A backlog that is still coming is folded in once, when it pauses; but not later than this. */
const QUIET_MS = 500;
const LONGEST_MS = 3_000;
const RETRY_MS = 1_000;
/** So many folds wait for their lanes at most: what comes in is committed between them. */
const AT_ONCE = 8;

/** A seal with the task it is watched for, or was: that one ended at `until`, by its `removal` where the transit went on. */
interface Watched {
  readonly entry: SealEntry;
  readonly task: SealTask;
  readonly plan: Plan;
  readonly until?: Instant | undefined;
  readonly removal?: Instant | undefined;
  readonly key: WatchKey;
}

/**
 * The road of late evidence: events that lie behind a seal's last word, steps of its transit and officers' acts are stored first, and then
 * the seal's watch is folded again from the milestone before them, and with it those of transits that ended since: all of them are read
 * from the store. It runs on the seal's own lane, so nothing is committed for the seal between the reading of its log and the writing of
 * what that says.
 */
@Injectable()
export class Reviser {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly running = new Set<Promise<void>>();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(RevisionsDue) private readonly due: RevisionsDue,
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(Published) private readonly published: Published,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What an earlier start left to fold. */
  async restore(): Promise<void> {
    for (const { seal, from } of await readRevisionsDue(this.pool)) {
      const entry = this.directory.sealByKey(seal);
      if (entry !== undefined) this.due.add(entry, from);
    }
  }

  start(): void {
    this.timer = setInterval(() => this.round(), ROUND_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.allSettled(this.running);
  }

  /**
   * Folds these seals again at once: a person waits for it.
   * @returns when it is done, or could not be done now and will be later
   */
  async now(entries: Iterable<SealEntry>, from: Instant): Promise<void> {
    await Promise.all(
      Array.from(entries, (entry) => {
        this.due.add(entry, from);
        return this.fold(entry);
      }),
    );
  }

  /** Folds everything that is due. */
  async foldAll(): Promise<void> {
    const waiting = Array.from(this.due.entries(), ([entry]) => entry);
    const worker = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined && !this.stopped; next = waiting.pop())
        await this.fold(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  /** Time has passed for a seal that said nothing, and a rule waited for it. */
  async tick(entry: SealEntry, time: Instant): Promise<void> {
    await this.pipeline.alone(entry, async () => {
      const since = misjudgedSinceOf(entry);
      if (since !== undefined) return this.due.add(entry, since);
      const watched = watchedBy(entry);
      const { watch } = entry;
      if (watched === undefined || watch === null || lastEvent(watch).time >= time) return;
      const tick: TickEvent = { kind: 'tick', time };
      const { state, changes, stands } = step(watch, tick, watched.plan);
      const crossed = lastEvent(watch).time !== -Infinity && milestoneOf(watch) !== milestoneOf(state);
      const corrections = changes.map(
        (episode) => ({ kind: 'changed', episode, proven: episode.settled, late: false }) as const,
      );
      const milestones = crossed ? [watch] : [];
      const told = { since: Infinity, stands };
      const outcome = { state, milestones, keptTo: Infinity, corrections, stands: told, heardTo: -Infinity };
      await this.commit(watched, outcome, time);
    });
  }

  private round(): void {
    const now = Date.now();
    for (const [entry, { firstAt, lastAt }] of this.due.entries()) {
      if (this.running.size >= AT_ONCE) return;
      if (now - lastAt >= QUIET_MS || now - firstAt >= LONGEST_MS) this.track(this.fold(entry));
    }
  }

  private track(work: Promise<void>): void {
    this.running.add(work);
    void work.finally(() => {
      const others = this.running.size >= AT_ONCE;
      this.running.delete(work);
      if (others && !this.stopped) this.round();
    });
  }

  private async fold(entry: SealEntry): Promise<void> {
    const due = this.due.take(entry);
    if (due === undefined) return;
    try {
      await this.pipeline.alone(entry, () => this.foldFrom(entry, due.from));
    } catch (error) {
      this.logger.warn({ err: error, sealId: entry.id }, 'a watch could not be folded again, trying later');
      this.due.add(entry, due.from);
      await sleep(RETRY_MS);
    }
  }

  private async foldFrom(entry: SealEntry, from: Instant): Promise<void> {
    const version = await readRevisionVersion(this.pool, entry.key);
    for (const { task, until, removed } of await this.directory.endedTasks(entry, from)) {
      // its memory is not kept: all that it could have been told was told when it ended
      const removal = removed ? until : undefined;
      if (task.plan !== null)
        await this.foldWatch({ ...watchOf(entry, task, task.plan), until, removal }, from, until);
    }
    const watched = watchedBy(entry);
    if (watched === undefined) return await dropRevisionsDone(this.pool, [{ seal: entry.key, version }]);
    await this.foldWatch(watched, from, entry.watch === null ? -Infinity : lastEvent(entry.watch).time);
    entry.folded = version;
  }

  private async foldWatch(watched: Watched, from: Instant, heardTo: Instant): Promise<void> {
    const end = this.metrics.revisionSeconds.startTimer();
    const { key, task, plan, until, removal } = watched;
    const base = resumeWatch(await readMilestone(this.pool, key, hourOf(from))) ?? startWatch();
    const last = lastEvent(base);
    const since = base.plan < 0 ? task.since : last.time;
    const history = await readWatchHistory(this.pool, key, since, until);
    const standing = await readStanding(this.pool, key);
    const events = eventsAfter(last, history, task, removal);
    const revision = revise(base, events, plan, standing, heardTo);
    await this.commit(watched, { ...revision, heardTo }, null);
    // what it found of the journey counts for those that follow it
    if (removal !== undefined) await this.directory.refreshTransits([task.transitId]);
    end();
  }

  private async commit(
    { entry, key, task, removal }: Watched,
    { state, milestones, keptTo, corrections, stands, heardTo }: Outcome,
    tick: Instant | null,
  ): Promise<void> {
    const at = Date.now();
    await this.keeper.ensure('alarm_history', [at]);
    const alarms = await commitRevision(this.pool, {
      watch: key,
      container: task.container,
      at,
      ...correctedBy(corrections, at),
      milestones: milestones.map((one) => milestoneRecord(key, one)),
      keptTo,
      stands,
      tick,
      ...(removal !== undefined && { removed: { findings: findingsOf(state), at: removal } }),
    });
    // of a transit that is over, or ended meanwhile, what was written stands; the memory is not this seal's any more
    if (entry.task?.transitId === key.transitId) {
      const counted = entry.watch === null ? 0 : outliersOf(entry.watch);
      this.metrics.outliers.inc(Math.max(0, outliersOf(state) - counted));
      entry.watch = state;
      entry.dirty = true;
    }
    for (const one of corrections) this.metrics.corrections.inc({ kind: one.kind });
    this.published.alarms(alarms);
    this.meetings.revised(key, stands, heardTo);
  }
}

/** Of a watch folded again, or of a tick, which begins nothing anew: it keeps every milestone. */
interface Outcome extends Revision {
  /** How far the watch was folded before, when its stands were late; -Infinity when they were not. */
  readonly heardTo: Instant;
}

function watchedBy(entry: SealEntry): Watched | undefined {
  const { task } = entry;
  return task?.plan == null ? undefined : watchOf(entry, task, task.plan);
}

function watchOf(entry: SealEntry, task: SealTask, plan: Plan): Watched {
  const key = { seal: entry.key, sealId: entry.id, transitId: task.transitId };
  return { entry, task, plan, key };
}

/** A state as it is kept for its hour. */
export function milestoneRecord(
  { seal, transitId }: Pick<WatchKey, 'seal' | 'transitId'>,
  state: WatchState,
): Milestone {
  return { seal, transitId, hour: milestoneOf(state)!, state: keepWatch(state) };
}

function hourOf(time: Instant): Instant {
  return Math.floor(time / HOUR) * HOUR;
}
