import type { Page } from '@haidang/contract';
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { get } from './client.js';

/** So many are read at a time. */
const PART = 100;

/**
 * A list that the platform gives by the page, one after the other as they are asked for.
 * @param path of the list, without a query
 * @param query by what it is sieved, as the platform takes it; it is the second part of the key
 */
export function partsQuery<T>(name: string, path: string, query: string) {
  return infiniteQueryOptions({
    queryKey: [name, query],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === '' ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      return get<Page<T>>(`${path}?limit=${PART}&${query}${cursor}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
}
