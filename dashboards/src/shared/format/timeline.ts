import type { TimelineEntry } from '@haidang/contract';
import { EXCEPTION_NOTES } from '@haidang/domain';
import type { TFunction } from 'i18next';
import { word } from '../i18n/index.js';

/** What stands small beside a line of a timeline: how it came about, and why. */
export function asideOf(
  { kind, recordedAt, how, reason, by }: TimelineEntry,
  t: TFunction,
): string | undefined {
  if (kind === 'alarm_opened' && recordedAt !== undefined) return t('queue.late');
  if (how !== undefined) return t(`how.${how}`);
  if (kind === 'alarm_act') return [by, reason].filter((part) => part !== undefined).join(' · ') || undefined;
  if (!isException(kind) || reason === undefined) return undefined;
  return by === undefined ? reason : t('exceptionNote.why', { reason, by });
}

export function isException(kind: TimelineEntry['kind']): boolean {
  return EXCEPTION_NOTES.some((note) => note === kind);
}

/** A line of a transit's timeline in words. @param clock writes a time that the line speaks of */
export function entrySentence(entry: TimelineEntry, t: TFunction, clock: (time: string) => string): string {
  const { kind, at, reason } = entry;
  const time = at === undefined ? '' : clock(at);
  const alarm = word(t, 'alarm', entry.what);
  switch (kind) {
    case 'step':
      return word(t, 'step', entry.what);
    case 'proposed':
    case 'proposal_moved':
    case 'proposal_withdrawn':
    case 'gate_confirmed':
    case 'seal_confirmed':
    case 'contradiction_withdrawn':
      return t(`journeyNote.${kind}`, { step: word(t, 'foundStep', entry.what), time });
    case 'contradicted':
      return t(`journeyNote.${at === undefined ? 'refuted' : kind}`, {
        step: word(t, 'foundStep', entry.what),
        time,
      });
    case 'checkpoint_passed':
    case 'checkpoint_missed':
      return t(`checkpoint.${kind}`, { place: reason ?? entry.what });
    case 'alarm_opened':
      return alarm;
    case 'alarm_revealed':
    case 'alarm_reopened':
    case 'alarm_corrected':
    case 'alarm_merged':
      return t(`alarmNews.${kind}`, { alarm, time });
    case 'alarm_ended':
      if (reason === undefined) return t('timelineKind.alarm_ended', { what: alarm });
      return t('timelineKind.alarm_ended_as', { what: alarm, ending: word(t, 'ending', reason) });
    case 'exception_asked':
    case 'exception_refused':
    case 'exception_withdrawn':
      return t(`exceptionNote.${kind}`, { what: word(t, 'exception', entry.what) });
    case 'exception_approved': {
      const { was, isNow } = entry;
      const changed = was !== undefined && isNow !== undefined;
      return t(`exceptionNote.${changed ? 'exception_changed' : kind}`, {
        ...{ what: word(t, 'exception', entry.what), was, isNow },
      });
    }
    case 'incident':
      return t('exceptionNote.incident', { what: word(t, 'incident', entry.what) });
    case 'alarm_act':
      return actSentence(entry, t, clock);
    case 'case':
      return t('timelineKind.case', { what: word(t, 'caseAct', entry.what) });
    default:
      return word(t, 'verdict', entry.what);
  }
}

/** `Giao xử lý → Minh · Lệch tuyến (08:04)`: what was done, whom or what it names, and with which alarm. */
function actSentence(
  { what, alarm, at, act = {} }: TimelineEntry,
  t: TFunction,
  clock: (time: string) => string,
): string {
  const { to, until, ending, patrol, state, outcome } = act;
  const told =
    outcome === undefined ? state && word(t, 'fieldState', state) : word(t, 'fieldOutcome', outcome);
  const named =
    to ??
    (until === undefined ? undefined : t('timelineKind.until', { time: clock(until) })) ??
    (ending === undefined ? undefined : word(t, 'ending', ending)) ??
    ([patrol, told].filter((part) => part !== undefined).join(': ') || undefined);
  const deed = word(t, 'act', what);
  const said = named === undefined ? deed : t('timelineKind.act_to', { what: deed, to: named });
  if (alarm === undefined || at === undefined) return said;
  return t('timelineKind.act_on', { what: said, alarm: word(t, 'alarm', alarm), time: clock(at) });
}
