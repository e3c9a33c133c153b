import type { ReactNode } from 'react';
import classes from './unseen-title.module.css';

/** Read out to whoever hears the page, each time it changes. */
export function Spoken({ children }: { children: ReactNode }) {
  return (
    <p className={classes['unseen']} role="status">
      {children}
    </p>
  );
}
