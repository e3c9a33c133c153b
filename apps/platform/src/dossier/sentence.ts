import { reasonOf, type AlarmView, type TimelineEntry } from '@haidang/contract';
import type { Words } from './words.js';

/** Why an alarm was raised, with what was measured and what is permitted, as the screens say it; undefined where the platform did not say enough. */
export function whyInWords(alarm: Pick<AlarmView, 'kind' | 'why'>, words: Words): string | undefined {
  const reason = reasonOf(alarm, {
    whole: (value) => words.whole(value),
    metres: (value) => words.metres(value),
    span: (value) => words.span(value),
    time: (at) => words.at(at),
    plate: (plate) => plate,
    word: (group, code) => words.of(group, code),
  });
  return reason && words.of('reason', reason.form, reason.values);
}

/** A line of a transit's timeline in words, as the screens say it. */
export function sentence(entry: TimelineEntry, words: Words): string {
  const { kind, what, reason } = entry;
  const time = entry.at === undefined ? '' : words.at(entry.at);
  const alarm = () => words.of('alarm', what);
  switch (kind) {
    case 'step':
      return words.of('step', what);
    case 'checkpoint_passed':
    case 'checkpoint_missed':
      return words.of('checkpoint', kind, { place: reason ?? what });
    case 'alarm_opened':
      return alarm();
    case 'alarm_ended':
      return reason === undefined
        ? words.of('timelineKind', kind, { what: alarm() })
        : words.of('timelineKind', 'alarm_ended_as', { what: alarm(), ending: words.of('ending', reason) });
    case 'alarm_revealed':
    case 'alarm_reopened':
    case 'alarm_corrected':
    case 'alarm_merged':
      return words.of('alarmNews', kind, { alarm: alarm(), time });
    case 'alarm_act':
      return actOn(entry, words);
    case 'case':
      return words.of('timelineKind', 'case', { what: words.of('caseAct', what) });
    case 'passage':
      return words.of('verdict', what);
    case 'incident':
      return words.of('exceptionNote', kind, { what: words.of('incident', what) });
    case 'exception_asked':
    case 'exception_refused':
    case 'exception_withdrawn':
    case 'exception_approved':
      return exception(entry, words);
    case 'contradicted':
      return words.of('journeyNote', entry.at === undefined ? 'refuted' : kind, {
        ...{ step: words.of('foundStep', what), time },
      });
    default:
      return words.of('journeyNote', kind, { step: words.of('foundStep', what), time });
  }
}

function exception({ kind, what, was, isNow }: TimelineEntry, words: Words): string {
  const changed = kind === 'exception_approved' && was !== undefined && isNow !== undefined;
  const form = changed ? 'exception_changed' : kind;
  return words.of('exceptionNote', form, {
    what: words.of('exception', what),
    was: was ?? '',
    isNow: isNow ?? '',
  });
}

/** Why a gate held, or what was said beside an act. */
export function because({ kind, reason }: TimelineEntry, words: Words): string | undefined {
  if (reason === undefined || kind.startsWith('checkpoint_') || kind === 'alarm_ended') return undefined;
  if (kind !== 'passage') return reason;
  // up to the colon it says why, after it what the gate is to do
  return reason
    .split(', ')
    .map((code) => words.of('hold', code).split(':')[0]!)
    .join('; ');
}

/** What somebody did with an alarm, and whom or what that names; the alarm itself is not said. */
export function deed({ what, act = {} }: TimelineEntry, words: Words): string {
  const { to, until, ending, patrol, state, outcome } = act;
  const told =
    outcome === undefined ? state && words.of('fieldState', state) : words.of('fieldOutcome', outcome);
  const named =
    to ??
    (until === undefined ? undefined : words.of('timelineKind', 'until', { time: words.at(until) })) ??
    (ending === undefined ? undefined : words.of('ending', ending)) ??
    ([patrol, told].filter((part) => part !== undefined).join(': ') || undefined);
  const done = words.of('act', what);
  return named === undefined ? done : words.of('timelineKind', 'act_to', { what: done, to: named });
}

function actOn(entry: TimelineEntry, words: Words): string {
  const { alarm, at } = entry;
  const done = deed(entry, words);
  if (alarm === undefined || at === undefined) return done;
  const values = { what: done, alarm: words.of('alarm', alarm), time: words.at(at) };
  return words.of('timelineKind', 'act_on', values);
}
