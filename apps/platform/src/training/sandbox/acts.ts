import { randomUUID } from 'node:crypto';
import { LONGEST_SHELVING, type TrainingAct } from '@haidang/contract';
import {
  DISPATCH_NEXT,
  formatInstant,
  parseInstant,
  SECOND,
  type AlarmState,
  type DispatchState,
  type FieldOutcome,
  type Instant,
  type Millis,
  type TrainingPatrol,
} from '@haidang/domain';
import { ApiError } from '../../http/errors.js';
import { invalid } from '../../http/zod.pipe.js';
import type { Sandbox } from './sandbox.js';
import type { SandboxAlarm } from './sandbox-alarm.js';

export interface SandboxAuthor {
  readonly id: string;
  readonly name: string;
}

type Acting = Exclude<TrainingAct, { act: 'see' }>;
type Of<Name extends Acting['act']> = Extract<Acting, { act: Name }>;

/** How soon after they were sent those who were sent tell, by the sandbox's clock. */
const ACCEPTED: Millis = 15 * SECOND;
const ON_SPOT: Millis = 60 * SECOND;
const FOUND: Millis = 90 * SECOND;

/**
 * The acts of the desk on an alarm of a sandbox. They obey what the desk's own acts obey: the state they are possible in, and what their author had
 * seen; nothing of them is entered anywhere.
 * @throws ApiError `alarm_changed`, `alarm_acted_on`, `wrong_state`, `invalid_request`, `patrol_not_found`, `dispatch_not_found`
 */
export function actOn(alarm: SandboxAlarm, act: Acting, sandbox: Sandbox): void {
  if (act.act !== 'field') checkSeen(alarm, act);
  const data = dataOf(alarm, act, sandbox);
  alarm.acts++;
  alarm.note(sandbox.now, act.act, data, sandbox.setting.trainee.name);
}

/** Does it. @returns what stands in the alarm's history beside who and when */
function dataOf(alarm: SandboxAlarm, act: Acting, sandbox: Sandbox): Record<string, unknown> {
  const { name, id } = sandbox.setting.trainee;
  const now = sandbox.now;
  switch (act.act) {
    case 'acknowledge':
      checkState(alarm, act.act, ['open', 'shelved']);
      acknowledge(alarm, sandbox.setting.trainee, now);
      return {};
    case 'assign':
      checkState(alarm, act.act, ['open', 'acknowledged', 'shelved']);
      alarm.assignee = { id, name };
      if (alarm.state !== 'acknowledged') acknowledge(alarm, sandbox.setting.trainee, now);
      return { to: name };
    case 'comment':
      alarm.comments.push({ at: formatInstant(now), by: name, text: act.text });
      return { text: act.text };
    case 'escalate':
      checkState(alarm, act.act, ['open', 'acknowledged']);
      if (alarm.escalated !== undefined) throw wrongState(alarm, 'The alarm was handed up already.');
      alarm.escalated = { at: formatInstant(now), by: name };
      return { reason: act.reason };
    case 'shelve':
      return shelve(alarm, act, sandbox, now);
    case 'unshelve':
      checkState(alarm, act.act, ['shelved']);
      alarm.state = 'open';
      alarm.waitingSince = now;
      return {};
    case 'resolve':
      checkState(alarm, act.act, ['open', 'acknowledged', 'shelved']);
      alarm.resolve(act.ending, now);
      return { ending: act.ending, ...(act.text !== undefined && act.text !== '' && { text: act.text }) };
    case 'dispatch':
      return send(alarm, act, sandbox, now);
    case 'field': {
      const { state, outcome, text } = act;
      if (alarm.response === undefined) throw new ApiError('dispatch_not_found', 'Nobody was sent.');
      checkNext(alarm, state);
      if ((state === 'done') !== (outcome !== undefined))
        throw invalid([{ path: 'outcome', message: 'wanted of one that is done, and of no other' }]);
      return tell(alarm, state, now, outcome, text);
    }
  }
}

function acknowledge(
  alarm: SandboxAlarm,
  { id, name }: { readonly id: string; readonly name: string },
  now: Instant,
): void {
  alarm.state = 'acknowledged';
  alarm.acknowledged = { at: formatInstant(now), by: name, byId: id };
  alarm.worsened = undefined;
  alarm.acknowledgedAt ??= now;
}

function shelve(
  alarm: SandboxAlarm,
  { until: given, reason }: Of<'shelve'>,
  sandbox: Sandbox,
  now: Instant,
): Record<string, unknown> {
  const until = parseInstant(given)!;
  if (until <= now || until - now > LONGEST_SHELVING)
    throw invalid([{ path: 'until', message: 'not ahead, or by more than 24 hours' }]);
  checkState(alarm, 'shelve', ['open', 'acknowledged']);
  const shelved = { until: formatInstant(until), reason, by: sandbox.setting.trainee.name };
  alarm.state = 'shelved';
  alarm.worsened = undefined;
  alarm.shelved = shelved;
  sandbox.later(until, () => {
    if (alarm.state !== 'shelved' || alarm.shelved !== shelved) return;
    alarm.state = 'open';
    alarm.acts++;
    alarm.note(sandbox.now, 'unshelve');
    sandbox.touch(alarm);
  });
  return { until: shelved.until, reason };
}

function send(
  alarm: SandboxAlarm,
  { patrolId, message }: Of<'dispatch'>,
  sandbox: Sandbox,
  now: Instant,
): Record<string, unknown> {
  checkState(alarm, 'dispatch', ['open', 'acknowledged']);
  const isUnderWay = ({ response }: SandboxAlarm) =>
    response !== undefined && DISPATCH_NEXT[response.state].length > 0;
  if (isUnderWay(alarm)) throw wrongState(alarm, `${alarm.response!.patrol} was sent already.`);
  const patrol = sandbox.setting.recording.patrols.find((one) => one.id === patrolId);
  if (patrol === undefined) throw new ApiError('patrol_not_found', `There is no patrol ${patrolId}.`);
  if (sandbox.alarms.some((one) => isUnderWay(one) && one.response?.patrolId === patrolId))
    throw wrongState(alarm, `${patrol.name} was sent to another alarm.`);
  const at = formatInstant(now);
  const id = randomUUID();
  const { name, contact } = patrol;
  alarm.response = {
    ...{ dispatchId: id, patrolId, facilityId: patrolId, patrol: name, contact },
    ...{ state: 'sent', at, sentAt: at },
  };
  alarm.dispatches.push({
    ...{ id, patrolId, patrol: name, contact, state: 'sent', message, sentAt: at, evidence: [] },
    sentBy: sandbox.setting.trainee.name,
  });
  expectAnswers(alarm, id, patrol, sandbox, now);
  return { dispatch: id, patrol: name, patrolId, message };
}

/** Those who were sent tell by themselves how far they are and what they find, as the story has it. */
function expectAnswers(
  alarm: SandboxAlarm,
  dispatchId: string,
  { name }: TrainingPatrol,
  sandbox: Sandbox,
  sent: Instant,
): void {
  const { sealId } = alarm.truck;
  const planted = sandbox.setting.recording.planted.find(
    (one) => one.sealId === sealId && one.kind === alarm.episode.kind,
  );
  const answer = (after: Millis, state: DispatchState, outcome?: FieldOutcome) =>
    sandbox.later(sent + after, () => {
      if (alarm.response?.dispatchId !== dispatchId) return;
      if (!DISPATCH_NEXT[alarm.response.state].includes(state)) return;
      const now = sandbox.now;
      alarm.acts++;
      alarm.note(now, 'field', tell(alarm, state, now, outcome), name);
      sandbox.touch(alarm);
    });
  answer(ACCEPTED, 'accepted');
  answer(ON_SPOT, 'on_spot');
  answer(FOUND, 'done', planted?.found ?? 'nothing_found');
}

function tell(
  alarm: SandboxAlarm,
  state: DispatchState,
  now: Instant,
  outcome?: FieldOutcome,
  text?: string,
): Record<string, unknown> {
  const at = formatInstant(now);
  const { patrol, dispatchId } = alarm.response!;
  alarm.response = { ...alarm.response!, state, at };
  const last = alarm.dispatches.at(-1)!;
  last.state = state;
  if (state === 'accepted') last.acceptedAt = at;
  else if (state === 'on_spot') last.arrivedAt = at;
  else last.endedAt = at;
  if (outcome !== undefined) last.outcome = outcome;
  if (text !== undefined) last.report = text;
  return {
    ...{ dispatch: dispatchId, patrol, state },
    ...(outcome !== undefined && { outcome }),
    ...(text !== undefined && { text }),
  };
}

function checkSeen(alarm: SandboxAlarm, act: Exclude<Acting, { act: 'field' }>): void {
  const { revision, acts } = act;
  const members = { alarm: alarm.view() };
  if (alarm.revision !== revision)
    throw new ApiError(
      'alarm_changed',
      `The alarm is at revision ${alarm.revision}; revision ${revision} was acted on.`,
      { members },
    );
  if (acts !== undefined && alarm.acts !== acts) {
    const last = alarm.lines.at(-1);
    throw new ApiError('alarm_acted_on', `${last?.by ?? 'The platform'} acted on it meanwhile.`, {
      members: { ...members, ...(last !== undefined && { last }) },
    });
  }
}

function checkState(alarm: SandboxAlarm, what: string, allowed: readonly AlarmState[]): void {
  if (allowed.includes(alarm.state)) return;
  throw wrongState(
    alarm,
    `The alarm is ${alarm.state}; ${what} is possible while it is ${allowed.join(' or ')}.`,
  );
}

function checkNext(alarm: SandboxAlarm, to: DispatchState): void {
  const { state, patrol } = alarm.response!;
  if (!DISPATCH_NEXT[state].includes(to))
    throw wrongState(alarm, `What ${patrol} was sent for is ${state}: it cannot become ${to}.`);
}

function wrongState(alarm: SandboxAlarm, detail: string): ApiError {
  return new ApiError('wrong_state', detail, { members: { state: alarm.state, alarm: alarm.view() } });
}
