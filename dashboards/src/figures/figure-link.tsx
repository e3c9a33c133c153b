import type { MouseEvent, ReactNode } from 'react';
import { officePath } from '../office/pages.js';
import { useServices } from '../shared/services.js';
import { countedText, type Counted } from './api.js';
import type { FigureTimes } from './range.js';

interface FigureLinkProps {
  counted: Counted;
  times: FigureTimes;
  /** Read out in place of the number alone; left out: what it says is enough. */
  label?: string;
  children: ReactNode;
}

/** A figure: it opens the list that it is the length of. */
export function FigureLink({ counted, times: { from, to }, label, children }: FigureLinkProps) {
  const { state } = useServices();
  const list = countedText(counted);
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.setSieve({ from, to, list }, 'push');
  };
  return (
    <a
      href={officePath('figures', { from, to, list })}
      {...(label !== undefined && { 'aria-label': label })}
      onClick={open}
      data-list={list}
    >
      {children}
    </a>
  );
}
