import type { AlarmLineView, AlarmView, DispatchView } from '@haidang/contract';
import {
  formatInstant,
  SEVERITIES,
  type AlarmChange,
  type AlarmEnding,
  type AlarmState,
  type Instant,
  type Severity,
  type TrainingTruck,
} from '@haidang/domain';
import { uuidOf } from '../../pipeline/uuid-of.js';
import type { Word } from './seal-watch.js';

/** An alarm of a sandbox: the engine's word on it and what the trainee did with it. It is nowhere but here. */
export class SandboxAlarm {
  readonly id: string;
  readonly raisedAt: Instant;
  /** When the trainee first opened, acknowledged and resolved it, by the sandbox's clock. */
  seenAt: Instant | undefined;
  acknowledgedAt: Instant | undefined;
  resolvedAt: Instant | undefined;
  state: AlarmState = 'open';
  ending: AlarmEnding | null = null;
  /** Since when nobody has acknowledged it. */
  waitingSince: Instant;
  /** The evidence that stood when it was resolved. */
  private seenEvidence: Instant = -Infinity;
  revision = 1;
  acts = 0;
  assignee: { readonly id: string; readonly name: string } | undefined;
  acknowledged: AlarmView['acknowledged'];
  worsened: AlarmView['worsened'];
  escalated: AlarmView['escalated'];
  shelved: AlarmView['shelved'];
  response: AlarmView['response'];
  readonly comments: AlarmView['comments'] = [];
  readonly lines: AlarmLineView[] = [];
  readonly dispatches: DispatchView[] = [];
  /** Grows with every change of whatever kind. */
  version = 0;

  constructor(
    sessionId: string,
    readonly truck: TrainingTruck,
    public episode: AlarmChange,
    readonly late: boolean,
    mark: Instant,
  ) {
    // of the session as well: two that play one story share no id, and none is one of the register's
    this.id = uuidOf(`training ${sessionId} ${episode.key}`);
    this.raisedAt = this.waitingSince = mark;
    this.note(mark, 'opened');
    if (episode.end !== null) this.note(mark, 'ended');
  }

  /** The engine says more of it: evidence that whoever resolved it had not seen opens it again. @returns whether anything changed */
  hear(word: Word, mark: Instant): boolean {
    if (word.kind === 'withdrawn') return this.withdraw(word.ending, mark);
    const before = this.episode;
    const { episode } = word;
    this.episode = episode;
    const isBack = this.state === 'resolved' && episode.evidence > this.seenEvidence;
    const isWorse =
      SEVERITIES.indexOf(episode.severity) > SEVERITIES.indexOf(before.severity) &&
      (this.state === 'open' || this.state === 'acknowledged');
    const isSame =
      before.start === episode.start &&
      before.end === episode.end &&
      before.severity === episode.severity &&
      before.evidence === episode.evidence;
    if (isSame && !isBack) return false;
    this.revision++;
    if (isBack) {
      this.state = 'open';
      this.ending = null;
      this.waitingSince = mark;
      this.worsened = undefined;
    }
    const hasEnded = before.end === null && episode.end !== null;
    if (isWorse) this.worsen(before.severity, mark);
    if (!isWorse || hasEnded) this.note(mark, isBack ? 'reopened' : hasEnded ? 'ended' : 'changed');
    return true;
  }

  /** It waits for somebody anew. */
  private worsen(from: Severity, mark: Instant): void {
    const by = this.acknowledged?.by;
    this.worsened = { at: formatInstant(mark), from, ...(by !== undefined && { by }) };
    this.state = 'open';
    this.waitingSince = mark;
    this.acknowledged = undefined;
    this.note(mark, 'worsened', { from, ...(by !== undefined && { acknowledgedBy: by }) });
  }

  private withdraw(ending: 'corrected' | 'merged', mark: Instant): boolean {
    this.revision++;
    this.note(mark, ending);
    // what somebody has touched stays theirs to resolve
    if (this.acts > 0) return true;
    this.state = 'resolved';
    this.ending = ending;
    this.seenEvidence = -Infinity;
    return true;
  }

  /** It is dealt with, on the evidence there is. */
  resolve(ending: AlarmEnding, at: Instant): void {
    this.state = 'resolved';
    this.ending = ending;
    this.resolvedAt = at;
    this.seenEvidence = this.episode.evidence;
  }

  note(at: Instant, what: string, data: Record<string, unknown> = {}, by?: string): void {
    const line = { at: formatInstant(at), revision: this.revision, what, data };
    this.lines.push(by === undefined ? line : { ...line, by });
  }

  view(): AlarmView {
    const { kind, severity, start, end, place, why } = this.episode;
    const { sealId, container, transitNumber, routeId } = this.truck;
    return {
      ...{ id: this.id, kind, severity, state: this.state },
      ...(this.ending !== null && { ending: this.ending }),
      ...{ transitId: transitNumber, transitNumber, routeId, containerNumber: container, sealId },
      start: formatInstant(start),
      ...(end !== null && { end: formatInstant(end) }),
      ...{ raisedAt: formatInstant(this.raisedAt), late: this.late, place, why, revision: this.revision },
      ...(this.acts > 0 && { acts: this.acts }),
      ...(this.assignee !== undefined && { assignee: this.assignee.name, assigneeId: this.assignee.id }),
      ...(this.acknowledged !== undefined && { acknowledged: this.acknowledged }),
      ...(this.worsened !== undefined && this.state === 'open' && { worsened: this.worsened }),
      ...(this.escalated !== undefined && { escalated: this.escalated }),
      ...(this.shelved !== undefined && this.state === 'shelved' && { shelved: this.shelved }),
      ...(this.response !== undefined && { response: this.response }),
      comments: [...this.comments],
    };
  }
}
