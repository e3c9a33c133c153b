import type { HandoverChange, HandoverItem } from '@haidang/contract';
import type { Instant } from '@haidang/domain';
import type { Undone } from './undone.js';

type Standing = Readonly<Record<string, string | null>>;

/**
 * What became of the items of a picture, in the order of the present ones; what is gone comes last.
 * @param since when the picture was made: where it did not hold all of a kind, only what came after it is new
 */
export function changesBetween(
  before: Pick<Undone, 'items' | 'left'> & Partial<Pick<Undone, 'leftOf'>>,
  now: Undone,
  since: Instant,
): HandoverChange[] {
  const was = new Map(before.items.map((item) => [item.key, item]));
  const leftOf = { dispatch: 0, outage: 0, deadline: 0, ...before.leftOf, alarm: before.left };
  const isNew = (item: HandoverItem) => leftOf[item.what] === 0 || Date.parse(cameAt(item)) > since;
  const changes = now.items.flatMap((item): HandoverChange[] => {
    const known = was.get(item.key);
    if (known !== undefined) return changed(known, item);
    return isNew(item) ? [{ key: item.key, what: 'new', fields: {} }] : [];
  });
  const present = new Set(now.items.map(({ key }) => key));
  const others = new Map(now.others.map((item) => [item.key, item]));
  const away = before.items
    .filter(({ key }) => !present.has(key))
    .flatMap((item) => afterwards(item, others.get(item.key)));
  return [...changes, ...away];
}

function cameAt(item: HandoverItem): string {
  switch (item.what) {
    case 'alarm':
      return item.alarm.raisedAt;
    case 'dispatch':
      return item.dispatch.sentAt;
    case 'outage':
      return item.outage.beganAt;
    case 'deadline':
      return item.deadline.dueAt;
  }
}

function changed(was: HandoverItem, is: HandoverItem): HandoverChange[] {
  const fields = differences(standingOf(was), standingOf(is));
  return Object.keys(fields).length === 0 ? [] : [{ key: is.key, what: 'changed', fields }];
}

/** Of an item that is not shown any more. An alarm that stands behind graver ones is not gone. */
function afterwards(was: HandoverItem, is: HandoverItem | undefined): HandoverChange[] {
  if (is?.what === 'alarm' && is.alarm.state !== 'resolved')
    return changed(was, is).map((change) => ({ ...change, item: is }));
  const fields = is === undefined ? {} : differences(standingOf(was), standingOf(is));
  return [{ key: was.key, what: 'gone', fields, item: is ?? was }];
}

/** What of an item the next shift must know: where one of these is another, the item has changed. Measurements grow by the minute and are not among them. */
function standingOf(item: HandoverItem): Standing {
  switch (item.what) {
    case 'alarm': {
      const { kind, severity, state, start, end, ending, assignee, escalated, shelved } = item.alarm;
      return {
        ...{ kind, severity, state, start, end: end ?? null, ending: ending ?? null },
        ...{ assignee: assignee ?? null, escalated: escalated?.at ?? null, shelved: shelved?.until ?? null },
        shelvedFor: shelved?.reason ?? null,
        comments: item.alarm.comments.length === 0 ? null : String(item.alarm.comments.length),
      };
    }
    case 'dispatch':
      return { sent: item.dispatch.state };
    case 'outage':
      return { reason: item.outage.reason, began: item.outage.beganAt };
    case 'deadline':
      return { due: item.deadline.dueAt };
  }
}

function differences(was: Standing, is: Standing): HandoverChange['fields'] {
  return Object.fromEntries(
    Object.entries(is).flatMap(([name, value]) =>
      value === was[name] ? [] : [[name, [was[name] ?? null, value]]],
    ),
  );
}
