import type { AlarmFiguresView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../shared/api/client.js';

/** How the desk fares now. */
export const alarmFiguresQuery = queryOptions({
  queryKey: ['alarm-figures'],
  queryFn: ({ signal }) => get<AlarmFiguresView>('/alarm-figures', { signal }),
  refetchInterval: 15 * SECOND,
});
