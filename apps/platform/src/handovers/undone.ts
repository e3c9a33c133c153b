import type { HandoverItem, HandoverItemKind, OpenDispatchView } from '@haidang/contract';
import { DEADLINE_KINDS, type Instant } from '@haidang/domain';
import {
  findAlarms,
  readOpenDispatches,
  readOpenOutages,
  readStandingAlarms,
  type NumberedAlarm,
  type OpenDispatch,
  type Queryable,
} from '@haidang/store';
import { alarmView } from '../alarms/view.js';
import { deadlineView } from '../deadlines/deadline.js';
import { OfficeTerms } from '../deadlines/office-terms.js';
import { endsIn, readDeadlines } from '../deadlines/open-clocks.js';
import { dispatchView } from '../field/view.js';
import { outageView } from '../outages/outages.js';

/** Of each kind: no shift reads more, and what is beyond it is counted. */
const MOST_ALARMS = 500;
const MOST_OTHERS = 200;
/** Of what is overdue no more is counted. */
const MOST_COUNTED = 10_000;

/** Of the kinds beside alarms how many stand and are not shown. */
export type LeftOf = Readonly<Record<Exclude<HandoverItemKind, 'alarm'>, number>>;

/** What is not done, as whoever asks sees it. */
export interface Undone {
  /** The gravest alarms first, then who is under way, outages, and what is overdue. */
  readonly items: readonly HandoverItem[];
  /** Alarms that stand and are not among them. */
  readonly left: number;
  /** The same of the other kinds. */
  readonly leftOf: LeftOf;
  /** What was asked for by its key and is not among the items: alarms that were resolved meanwhile, or stand behind graver ones. */
  readonly others: readonly HandoverItem[];
}

/** @param known items of before, of which it is wanted what became of them */
export async function readUndone(
  db: Queryable,
  now: Instant,
  known: readonly HandoverItem[] = [],
): Promise<Undone> {
  const { alarms, count } = await readStandingAlarms(db, MOST_ALARMS);
  const { dispatches, count: sent } = await readOpenDispatches(db, MOST_OTHERS);
  const { outages, count: lost } = await readOpenOutages(db, MOST_OTHERS);
  const offices = await OfficeTerms.read(db);
  const overdue = (limit: number) =>
    readDeadlines(db, offices, DEADLINE_KINDS, {
      ends: (warnBefore) => endsIn('missed', warnBefore, now),
      ...{ after: null, limit },
    });
  const deadlines = await overdue(MOST_OTHERS);
  const late = deadlines.length < MOST_OTHERS ? deadlines.length : (await overdue(MOST_COUNTED)).length;
  const shown = new Set(alarms.map(({ id }) => id));
  const missing = known.flatMap((item) =>
    item.what === 'alarm' && !shown.has(item.alarm.id) ? [item.alarm.id] : [],
  );
  return {
    items: [
      ...alarms.map(alarmItem),
      ...dispatches.map((one) => ({
        ...{ key: `dispatch/${one.id}`, what: 'dispatch' as const, dispatch: openDispatchView(one) },
      })),
      ...outages.map((one) => ({
        ...{ key: `outage/${one.id}`, what: 'outage' as const, outage: outageView(one) },
      })),
      ...deadlines.map((one) => {
        const deadline = deadlineView(one, now);
        return { key: `deadline/${deadline.id}`, what: 'deadline' as const, deadline };
      }),
    ],
    left: count - alarms.length,
    leftOf: {
      dispatch: sent - dispatches.length,
      outage: lost - outages.length,
      deadline: late - deadlines.length,
    },
    others: (await findAlarms(db, missing)).map(alarmItem),
  };
}

function alarmItem(alarm: NumberedAlarm): HandoverItem {
  return { key: `alarm/${alarm.id}`, what: 'alarm', alarm: alarmView(alarm) };
}

function openDispatchView(one: OpenDispatch): OpenDispatchView {
  return {
    ...dispatchView(one),
    ...{ alarmId: one.alarm_id, alarmKind: one.alarm_kind },
    ...(one.container_number !== null && { containerNumber: one.container_number }),
  };
}
