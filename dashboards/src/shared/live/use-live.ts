import { SECOND } from '@haidang/domain';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Told } from './feed.js';
import { useServices } from '../services.js';

/** However much is told, a list is read anew no more often. */
const PACE = 2 * SECOND;

/**
 * Reads queries anew when the feed tells of what they are about, and after each break of it.
 * @param keys first parts of query keys, separated by spaces
 */
export function useLive(events: readonly Told[], keys: string): void {
  const { feed } = useServices();
  const queries = useQueryClient();
  const told = events.join(' ');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      for (const key of keys.split(' ')) void queries.invalidateQueries({ queryKey: [key] });
    };
    const soon = () => (timer ??= setTimeout(read, PACE));
    const stops = (told === '' ? [] : (told.split(' ') as Told[])).map((event) => feed.on(event, soon));
    stops.push(feed.onSnapshot(read));
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [feed, queries, told, keys]);
}
