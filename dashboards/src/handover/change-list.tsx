import type { HandoverChange, HandoverItem } from '@haidang/contract';
import classes from './handover.module.css';
import { changeInWords, itemLabel, type Telling } from './words.js';

interface ChangeListProps {
  changes: readonly HandoverChange[];
  items: readonly HandoverItem[];
  telling: Telling;
}

/** What changed while a note was under way, item by item. */
export function ChangeList({ changes, items, telling }: ChangeListProps) {
  const byKey = new Map(items.map((item) => [item.key, item]));
  return (
    <ul className={classes['changes']} data-testid="changes">
      {changes.map((change) => {
        const item = change.item ?? byKey.get(change.key);
        return (
          <li key={change.key} data-what={change.what}>
            <b>{item === undefined ? change.key : itemLabel(item, telling)}</b>
            <span>{changeInWords(change, telling)}</span>
          </li>
        );
      })}
    </ul>
  );
}
