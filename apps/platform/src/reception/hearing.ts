import { Inject, Injectable } from '@nestjs/common';
import type { Fix, Instant } from '@haidang/domain';
import { Reception, type HeardChange, type ReceptionStage, type SealReception } from '@haidang/engine';
import {
  readReception,
  readUntoldResolves,
  saveReception,
  type NumberedAlarm,
  type ReceptionAlarm,
  type SeriesKeeper,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { KEEPER, POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import type { Unit } from '../pipeline/message.js';
import { Published } from '../pipeline/published.js';
import type { Stepped } from '../pipeline/step.js';
import { uuidOf } from '../pipeline/uuid-of.js';
import { fromTheLog, isDead, isInTheLog, keptReception, listeningOf, placeIn, placeOf } from './listening.js';

/**
 * Listens for the seals under way: tells the engine's {@link Reception} what was committed and that time has passed, and stores what it
 * says. That waits in memory while the database is away, the last word on each alarm, and holds up nothing. Alarms and the memory they
 * come from are stored together: a restart goes on from there and from the log, and says nothing twice.
 */
@Injectable()
export class Hearing {
  private reception: Reception;
  private readonly unsaid = new Map<string, ReceptionAlarm>();
  /** The seals' memories as they are stored. */
  private stored: ReadonlyMap<number, SealReception> = new Map();
  private saves = 0;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(CONFIG) private readonly config: Pick<Config, 'reception'>,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Published) private readonly published: Published,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.reception = new Reception(config.reception);
  }

  /**
   * Goes on where the last life ended, which is known to the last commit; from there until the first {@link tick} the platform was deaf.
   * The directory's seals must be where the log ends.
   */
  async restore(): Promise<void> {
    const saved = await readReception(this.pool);
    if (saved === undefined) return;
    const stage = saved.stage as ReceptionStage;
    const stored = new Map<number, SealReception>();
    for (const { seal, state } of saved.seals) stored.set(seal, state as SealReception);
    const seals = [...stored.values()];
    let alive = stage.receiving.now;
    const spoke: SealEntry[] = [];
    for (const entry of this.directory.seals()) {
      alive = Math.max(alive, entry.receivedAt);
      const [listening, known] = [listeningOf(entry), stored.get(entry.key)];
      if (known === undefined && listening !== undefined) seals.push(fromTheLog(entry, listening, stage));
      if (known !== undefined) this.directory.retasked.add(entry);
      if (known !== undefined && entry.receivedAt > known.lastMark) spoke.push(entry);
    }
    this.reception = Reception.restore({ ...stage, seals }, this.config.reception);
    this.stored = stored;
    for (const { sealId, key, seen } of await readUntoldResolves(this.pool))
      this.take(this.reception.resolve(sealId, key, seen));
    for (const entry of spoke.sort((a, b) => a.receivedAt - b.receivedAt)) this.hearAgain(entry);
    if (seals.length > 0) this.take(this.reception.down(alive));
  }

  /** After a commit: what came from each seal under way. It never fails: what is committed stays so. */
  batch({ heard, tooOld, facts }: Stepped, units: readonly Unit[]): void {
    const mark = facts.receivedAt;
    try {
      for (const [entry, fixes] of heard) if (entry.task?.departed != null) this.hear(entry, fixes, mark);
      for (const [entry, { time, buffered }] of tooOld) {
        // beside what is newer it is a backlog's
        if (!heard.has(entry))
          this.take(this.reception.heardAlive(entry.id, mark, buffered ? undefined : mark - time));
      }
      if (facts.quarantine.length === 0) return;
      for (const unit of units) {
        if (unit.kind !== 'refusal' || unit.alive === undefined) continue;
        this.take(this.reception.heardAlive(unit.alive.entry.id, mark, unit.alive.off));
      }
    } catch (error) {
      this.logger.error({ err: error }, 'listening for silence failed on a batch');
    }
  }

  /** Time has passed. @param receives whether messages can come in now */
  tick(mark: Instant, receives: boolean): void {
    for (const entry of this.directory.retasked) this.follow(entry, mark);
    this.directory.retasked.clear();
    this.take(receives ? this.reception.up(mark) : this.reception.down(mark));
    if (this.unsaid.size > 0 && this.saves === 0) void this.save();
  }

  /** An officer resolved an alarm, having seen it as it is here. */
  resolved({ key, seal_id, evidence_at }: NumberedAlarm): void {
    this.take(this.reception.resolve(seal_id, key, evidence_at.getTime()));
  }

  /** Stores what is to be said and remembered; one at a time. A failure is tried again with the next tick or checkpoint. */
  save(): Promise<void> {
    this.saves++;
    this.saving = this.saving.then(() => this.saveNow()).finally(() => this.saves--);
    return this.saving;
  }

  /** The newest tells that the seal is there; what it held back before, whether a silence was filled. */
  private hear(entry: SealEntry, fixes: readonly Fix[], mark: Instant): void {
    const newest = fixes.at(-1)!;
    const held = newest.buffered ? undefined : fixes.findLast(({ buffered }) => buffered);
    for (const fix of held === undefined ? [newest] : [held, newest]) {
      const { time, buffered } = fix;
      const place = placeIn(fix);
      const dead = place !== undefined && isDead(entry.task, place);
      this.take(this.reception.heard(entry.id, { mark, time, buffered, place, dead }));
    }
  }

  /** It spoke after its memory was stored; of what it said only that is known. */
  private hearAgain(entry: SealEntry): void {
    const [mark, place] = [entry.receivedAt, placeOf(entry)];
    const message = { mark, time: mark, buffered: true, place, dead: isDead(entry.task, place) };
    this.take(this.reception.heard(entry.id, message));
  }

  private follow(entry: SealEntry, mark: Instant): void {
    const listening = listeningOf(entry);
    if (listening === undefined) this.take(this.reception.unwatch(entry.id, mark));
    else this.take(this.reception.watch(listening, mark, placeOf(entry)));
  }

  private take(changes: readonly HeardChange[]): void {
    for (const { sealId, transitId, ...change } of changes) {
      const task = sealId === null ? undefined : this.directory.seal(sealId)?.task;
      const container = task?.transitId === transitId ? task.container : null;
      this.unsaid.set(change.key, { id: uuidOf(change.key), change, sealId, transitId, container });
    }
  }

  private async saveNow(): Promise<void> {
    const memories = new Map<number, SealReception>();
    const { seals, ...stage } = this.reception.facts((seal, stage) => this.isRemembered(seal, stage));
    for (const seal of seals) memories.set(this.directory.seal(seal.sealId)!.key, seal);
    // nothing was heard and no time has passed: what an earlier life stored stands
    if (stage.receiving.now === -Infinity) return;
    const alarms = [...this.unsaid.values()];
    this.unsaid.clear();
    try {
      const at = Date.now();
      if (alarms.length > 0) await this.keeper.ensure('alarm_history', [at]);
      const told = await saveReception(this.pool, {
        at,
        alarms,
        seals: [...memories]
          .filter(([seal, state]) => !isSame(this.stored.get(seal), state))
          .map(([seal, state]) => ({ seal, state: keptReception(state) })),
        gone: [...this.stored.keys()].filter((seal) => !memories.has(seal)),
        stage,
      });
      this.stored = memories;
      for (const { kind } of told) this.metrics.alarms.inc({ kind });
      this.published.alarms(told);
    } catch (error) {
      const newer = [...this.unsaid];
      this.unsaid.clear();
      for (const alarm of alarms) this.unsaid.set(alarm.change.key, alarm);
      for (const [key, alarm] of newer) this.unsaid.set(key, alarm);
      this.logger.warn(
        { err: error, alarms: alarms.length },
        'what was heard could not be stored, trying again',
      );
    }
  }

  /** Of nearly all there is nothing to remember that the log does not say. */
  private isRemembered(seal: SealReception, stage: ReceptionStage): boolean {
    const entry = this.directory.seal(seal.sealId);
    return entry !== undefined && !isInTheLog(seal, entry, stage);
  }
}

/** True when storing it again would change nothing. */
function isSame(stored: SealReception | undefined, state: SealReception): boolean {
  if (stored === undefined) return false;
  const { place, ...rest } = state;
  return (
    stored.place.lat === place.lat &&
    stored.place.lon === place.lon &&
    (Object.keys(rest) as (keyof typeof rest)[]).every((key) => stored[key] === rest[key])
  );
}
