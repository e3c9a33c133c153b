import type { ComponentProps, MouseEvent } from 'react';
import { officePath } from '../office/pages.js';
import { useServices } from '../shared/services.js';
import { countedText, type Counted } from './api.js';
import type { FigureTimes } from './range.js';

/** Where a figure leads: to its list on this page, or to another page that lists it. */
export interface Door {
  readonly href: string;
  /** On this page. */
  readonly list?: FigureTimes & { readonly list: string };
}

export function listDoor(counted: Counted, { from, to }: FigureTimes): Door {
  const list = { from, to, list: countedText(counted) };
  return { href: officePath('figures', list), list };
}

/** A figure: it opens the list that it is the length of. */
export function FigureLink({ door: { href, list }, ...anchor }: { door: Door } & ComponentProps<'a'>) {
  const { state } = useServices();
  const open = (event: MouseEvent) => {
    if (list === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.setSieve(list, 'push');
  };
  return <a {...anchor} href={href} onClick={open} data-list={list?.list} />;
}
