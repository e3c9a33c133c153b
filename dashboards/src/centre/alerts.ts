import type { AlarmView } from '@haidang/contract';
import { SEVERITIES } from '@haidang/domain';
import type { TuneName } from '../shared/alert/tones.js';

type Alarms = ReadonlyMap<string, AlarmView>;

/** What has newly come to wait for somebody, also anew because it grew worse, or was newly handed up. */
export interface Fresh {
  /** The gravest first. */
  readonly waiting: readonly AlarmView[];
  readonly escalated: readonly AlarmView[];
}

/**
 * @param before undefined: the page has just opened, and nothing is new to it
 * @param alarms as they are now
 */
export function freshIn(before: Alarms | undefined, alarms: Alarms): Fresh {
  if (before === undefined) return { waiting: [], escalated: [] };
  const all = [...alarms.values()];
  const isNew = ({ id, state, worsened }: AlarmView) => {
    const known = before.get(id);
    return state === 'open' && (known?.state !== 'open' || worsened?.at !== known.worsened?.at);
  };
  const isUp = ({ id, escalated }: AlarmView) =>
    escalated !== undefined && before.get(id)?.escalated?.at !== escalated.at;
  return {
    waiting: all
      .filter(isNew)
      .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity)),
    escalated: all.filter(isUp),
  };
}

/** What is heard of it, if anything. @param isSupervisor what was handed up is theirs to hear */
export function tuneOf({ waiting, escalated }: Fresh, isSupervisor: boolean): TuneName | undefined {
  if (isSupervisor && escalated.length > 0) return 'escalated';
  return waiting[0]?.severity;
}

/** What is heard again and again until somebody acknowledges it. */
export function repeated(alarms: Alarms, isSupervisor: boolean): TuneName | undefined {
  const waiting = [...alarms.values()].filter(
    ({ severity, state }) => severity === 'critical' && state === 'open',
  );
  if (waiting.length === 0) return undefined;
  return isSupervisor && waiting.some(({ escalated }) => escalated !== undefined) ? 'escalated' : 'critical';
}
