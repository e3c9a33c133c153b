import type { AlarmGroupName, AlarmView, FiguresView, MoveName, TransitView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../shared/api/client.js';
import { partsQuery } from '../shared/api/parts.js';
import type { FigureTimes } from './range.js';

export function figuresQuery({ from, to }: FigureTimes) {
  return queryOptions({
    queryKey: ['figures', from, to],
    queryFn: ({ signal }) =>
      get<FiguresView>(`/figures?${new URLSearchParams({ from, to }).toString()}`, { signal }),
    refetchInterval: MINUTE,
  });
}

/** What a figure counted: what kind of things, and by which of their marks. */
export interface Counted {
  readonly what: 'alarms' | MoveName;
  readonly by?: AlarmGroupName | undefined;
  readonly key?: string | undefined;
  /** Alarms that were found to be nothing; that a person judged; that somebody acknowledged. */
  readonly only?: 'false' | 'judged' | 'acknowledged' | undefined;
}

/** As a figure's link carries it in the address: `alarms~kind~off_route`, `departed`, `alarms~~~false`. */
export function countedText({ what, by, key, only }: Counted): string {
  return [what, by ?? '', key ?? '', only ?? ''].join('~').replace(/~+$/, '');
}

export function countedOf(text: string): Counted {
  const [what, by, key, only] = text.split('~').map((part) => (part === '' ? undefined : part));
  return { what, by, key, only } as Counted;
}

const PARAMETERS = { kind: 'kind', office: 'officeId', carrier: 'carrierId', route: 'routeId' } as const;
const ONLY = {
  false: { ending: 'false' },
  judged: { ending: 'true,false,permitted' },
  acknowledged: { acknowledged: 'true' },
} as const;

/** The list that a figure is the length of, newest first by what the figure counts: when alarms were raised, when that happened to transits. */
export function listQuery({ what, by, key = '', only }: Counted, { from, to }: FigureTimes) {
  const query = new URLSearchParams({
    ...{ since: from, until: to },
    ...(by !== undefined && { [PARAMETERS[by]]: key }),
    ...(what === 'alarms' ? only !== undefined && ONLY[only] : { moved: what }),
  }).toString();
  return partsQuery<AlarmView | TransitView>(
    'figures-list',
    what === 'alarms' ? '/alarms' : '/transits',
    query,
  );
}
