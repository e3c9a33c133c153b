import type {
  TrainingAct,
  TrainingAlarmFileView,
  TrainingDeskView,
  WhereaboutsView,
} from '@haidang/contract';
import {
  DISPATCH_UNDER_WAY,
  formatInstant,
  MINUTE,
  SECOND,
  type Instant,
  type Millis,
  type Severity,
  type TrainingLanguage,
  type TrainingRecording,
  type TrainingTruck,
} from '@haidang/domain';
import { distance } from '@haidang/geo';
import { actOn, type SandboxAuthor } from './acts.js';
import { Calls } from './calls.js';
import { positionsOf } from './positions.js';
import { SandboxAlarm } from './sandbox-alarm.js';
import type { Word } from './seal-watch.js';
import { Stage, type TakenFix } from './stage.js';

/** The trainee has this long after the story's end, by their own clock, before it ends by itself. */
export const WRAP_UP = 2 * MINUTE;

export interface SandboxSetting {
  readonly sessionId: string;
  readonly recording: TrainingRecording;
  readonly speed: number;
  readonly begun: Instant;
  readonly trainee: SandboxAuthor;
  readonly language: TrainingLanguage;
  /** Within how long an alarm is to be acknowledged, by the person's own clock; of one that has no goal nothing. */
  readonly goals: Readonly<Partial<Record<Severity, Millis>>>;
}

/**
 * One session's world: a story, the alarms that the engine raises from it, and what the trainee does with them. It has no pool, no outbox and no feed:
 * nothing of it can reach what is real. Its clock is asked of whoever calls, and runs `speed` times as fast from where it began.
 */
export class Sandbox {
  private readonly stage: Stage;
  private readonly byKey = new Map<string, SandboxAlarm>();
  private readonly calls = new Calls();
  private version = 0;
  /** How far the story has come, after its start. */
  private passed: Millis = 0;
  /** Acts that were done, and that the state of an alarm did not permit. */
  readonly tally = { acts: 0, refused: 0 };

  constructor(readonly setting: SandboxSetting) {
    const { recording, begun } = setting;
    this.stage = new Stage(recording, begun, (word, truck, mark) => this.take(word, truck, mark));
    this.advance(begun);
  }

  get alarms(): readonly SandboxAlarm[] {
    return [...this.byKey.values()];
  }

  /** Of the story, told so far. */
  get told(): Millis {
    return Math.min(this.passed, this.setting.recording.lasts);
  }

  /** The sandbox's clock, as far as it was brought. */
  get now(): Instant {
    return this.setting.begun + this.passed;
  }

  /** When it ends by itself, by the machine's clock. */
  get endsAt(): Instant {
    const { begun, recording, speed } = this.setting;
    return begun + Math.ceil(recording.lasts / speed) + WRAP_UP;
  }

  /** Seconds of the trainee's own between two times of the sandbox. */
  seconds(from: Instant, to: Instant): number {
    return Math.round((to - from) / this.setting.speed / SECOND);
  }

  /** Brings it to a time of the machine's clock: everything up to it happens in its order, each at its own time, however seldom it is asked. */
  advance(wall: Instant): void {
    const { begun, speed } = this.setting;
    const to = Math.max(this.passed, (Math.min(wall, this.endsAt) - begun) * speed);
    for (let due = this.due(); due <= to; due = this.due()) {
      this.passed = Math.max(this.passed, due);
      this.stage.pass(this.told);
      this.calls.pass(this.now);
    }
    this.passed = to;
    this.stage.pass(this.told);
  }

  /** After the story nothing more happens on its roads: that its seals are silent then is no alarm. People go on. */
  private due(): Millis {
    const told = this.stage.due;
    const isOver = told > this.setting.recording.lasts;
    return Math.min(isOver ? Infinity : told, this.calls.due - this.setting.begun);
  }

  /** @param after a version that was answered before; 0: everything */
  desk(wall: Instant, after: number): Omit<TrainingDeskView, 'state'> {
    const { recording, speed } = this.setting;
    return {
      now: formatInstant(this.now),
      speed,
      left: Math.max(0, Math.ceil((this.endsAt - wall) / SECOND)),
      told: this.passed >= recording.lasts,
      version: this.version,
      alarms: this.alarms.filter(({ version }) => version > after).map((alarm) => alarm.view()),
      positions: positionsOf(recording.trucks, this.stage, this.alarms),
    };
  }

  find(alarmId: string): SandboxAlarm | undefined {
    return this.alarms.find(({ id }) => id === alarmId);
  }

  file(alarm: SandboxAlarm): TrainingAlarmFileView {
    const { lines, dispatches } = alarm;
    const to = this.whereabouts(alarm);
    const busy = new Map(
      this.alarms.flatMap(({ id, response }) =>
        response !== undefined && DISPATCH_UNDER_WAY.includes(response.state)
          ? [[response.patrolId, id] as const]
          : [],
      ),
    );
    const rank = (one: { busy: boolean; distance: number }) => (one.busy ? one.distance + 1e9 : one.distance);
    const responders = this.setting.recording.patrols.map(({ id, name, contact, lat, lon }) => ({
      ...{ id, name, contact, kind: 'patrol' as const, facilityId: id, onDuty: true, place: { lat, lon } },
      busy: busy.has(id),
      ...(busy.has(id) && { busyWith: busy.get(id)! }),
      distance: Math.round(distance(to.place, { lat, lon })),
    }));
    return {
      history: { items: [...lines] },
      responders: { to, items: responders.sort((a, b) => rank(a) - rank(b)) },
      dispatches: { items: dispatches.toReversed() },
    };
  }

  /** As the platform says it of its own alarms (field/whereabouts.ts). */
  private whereabouts({ episode, truck }: SandboxAlarm): WhereaboutsView {
    const { sealId, container, plate } = truck;
    const placed = this.trackOf(sealId)?.findLast(({ fix }) => fix.lat !== null)?.fix;
    const known = { container, vehicle: { plate } };
    if (episode.end !== null || placed === undefined)
      return { of: 'alarm', place: episode.place, at: formatInstant(episode.start), ...known };
    const place = { lat: placed.lat!, lon: placed.lon! };
    return { of: 'seal', place, at: formatInstant(placed.time), ...known };
  }

  trackOf(sealId: string): readonly TakenFix[] | undefined {
    return this.stage.trackOf(sealId);
  }

  /** An act of the trainee, at the sandbox's present time. @throws ApiError as the desk's acts */
  act(alarm: SandboxAlarm, act: TrainingAct): void {
    if (act.act === 'see') {
      alarm.seenAt ??= this.now;
      return;
    }
    try {
      actOn(alarm, act, this);
    } catch (error) {
      this.tally.refused++;
      throw error;
    }
    this.tally.acts++;
    alarm.seenAt ??= this.now;
    this.touch(alarm);
    if (act.act === 'resolve') this.judgeResolved(alarm);
  }

  /** Something is done later, at a time of the sandbox's clock. */
  later(at: Instant, what: () => void): void {
    this.calls.add(at, what);
  }

  touch(alarm: SandboxAlarm): void {
    alarm.version = ++this.version;
  }

  private judgeResolved({ episode, truck }: SandboxAlarm): void {
    const { kind: alarm, cause, start, end, evidence: seen, key } = episode;
    const event = { kind: 'resolve', seq: this.tally.acts, time: this.now } as const;
    this.stage.resolve(truck.sealId, { ...event, alarm, cause, start, end, seen }, key);
  }

  private take(word: Word, truck: TrainingTruck, mark: Instant): void {
    const key = word.kind === 'said' ? word.episode.key : word.key;
    const known = this.byKey.get(key);
    if (known !== undefined) {
      if (known.hear(word, mark)) this.touch(known);
      return;
    }
    if (word.kind !== 'said') return;
    const alarm = new SandboxAlarm(this.setting.sessionId, truck, word.episode, word.late, mark);
    this.byKey.set(key, alarm);
    this.touch(alarm);
    this.expectHand(alarm);
    this.expectWords(alarm);
  }

  /** Nobody acknowledges it in time: it is handed up, as the real desk's clock does. */
  private expectHand(alarm: SandboxAlarm): void {
    const goal = this.setting.goals[alarm.episode.severity];
    if (goal === undefined) return;
    this.later(alarm.raisedAt + goal * this.setting.speed, () => {
      if (alarm.state !== 'open' || alarm.escalated !== undefined) return;
      alarm.escalated = { at: formatInstant(this.now) };
      alarm.acts++;
      alarm.note(this.now, 'escalate');
      this.touch(alarm);
    });
  }

  private expectWords(alarm: SandboxAlarm): void {
    const { recording, language } = this.setting;
    const { kind } = alarm.episode;
    for (const word of recording.words) {
      if (word.sealId !== alarm.truck.sealId || word.kind !== kind) continue;
      this.later(alarm.raisedAt + word.after, () => {
        const [by, text] = [word.by[language], word.text[language]];
        alarm.comments.push({ at: formatInstant(this.now), by, text });
        alarm.note(this.now, 'comment', { text }, by);
        alarm.acts++;
        this.touch(alarm);
      });
    }
  }
}
