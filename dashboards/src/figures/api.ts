import type { AlarmGroupName, AlarmView, FiguresView, MoveName, Page, TransitView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../shared/api/client.js';
import type { FigureTimes } from './range.js';

/** So much of a list is shown; its figure says how long it is. */
export const SHOWN = 500;

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

/** The list that a figure is the length of. */
export type Listed =
  | { readonly what: 'alarms'; readonly items: readonly AlarmView[] }
  | { readonly what: 'transits'; readonly items: readonly TransitView[] };

export function listQuery(counted: Counted, { from, to }: FigureTimes) {
  return queryOptions({
    queryKey: ['figures-list', countedText(counted), from, to],
    queryFn: async ({ signal }): Promise<Listed> => {
      const { what, by, key = '', only } = counted;
      const range = { since: from, until: to, limit: String(SHOWN) };
      const group = by === undefined ? {} : { [PARAMETERS[by]]: key };
      const read = async <T>(path: string, more: Record<string, string>) =>
        (
          await get<Page<T>>(`${path}?${new URLSearchParams({ ...range, ...group, ...more }).toString()}`, {
            signal,
          })
        ).items;
      if (what === 'alarms')
        return { what, items: await read('/alarms', only === undefined ? {} : ONLY[only]) };
      return { what: 'transits', items: await read('/transits', { moved: what }) };
    },
  });
}
