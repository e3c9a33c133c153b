import type { ReactNode } from 'react';
import classes from './unseen-title.module.css';

/** A page's title where the eye needs none: who hears the page begins with it. */
export function UnseenTitle({ children }: { children: ReactNode }) {
  return <h1 className={classes['unseen']}>{children}</h1>;
}
