import { Fragment } from 'react';
import { groups, marked } from './number.js';
import classes from './grouped-number.module.css';

/** A container's number in the groups in which it is read aloud. As text it is the plain number. */
export function GroupedNumber({ number }: { number: string }) {
  return (
    <span className={classes['number']} data-number={number}>
      {groups(number).map((group, i) => (
        <span key={i}>{group}</span>
      ))}
    </span>
  );
}

/** A number on file beside what was read: what differs is marked. */
export function MarkedNumber({ number, read }: { number: string; read: string }) {
  return (
    <span className={classes['number']} data-number={number}>
      <span>
        {marked(number, read).map(({ char, differs }, i) => (
          <Fragment key={i}>{differs ? <mark className={classes['mark']}>{char}</mark> : char}</Fragment>
        ))}
      </span>
    </span>
  );
}
