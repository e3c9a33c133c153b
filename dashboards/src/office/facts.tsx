import type { ReactNode } from 'react';
import classes from './office.module.css';

/** What is known, each with its name; what is not known is left out. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes['facts']}>{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === undefined || children === null || children === false || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A part of an item, under a name of its own. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes['part']}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** In which state something is: a word in a frame, filled where it waits for somebody. */
export function Chip({ children, waits = false }: { children: ReactNode; waits?: boolean }) {
  return (
    <span className={classes['chip']} data-waits={waits}>
      {children}
    </span>
  );
}
