import type {
  AlarmGroupName,
  AlarmView,
  FiguresView,
  MoveName,
  ResponseName,
  TransitView,
} from '@haidang/contract';
import { MINUTE, type Severity } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../shared/api/client.js';
import { partsQuery } from '../shared/api/parts.js';
import { timesOf, type FigureTimes } from './range.js';

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
  /** Left out beside `by`: those that have none of it. */
  readonly key?: string | undefined;
  /** Alarms that were found to be nothing; about which something was done. */
  readonly only?: 'false' | ResponseName | undefined;
  readonly severity?: Severity | undefined;
  /** A part of the stretch that is looked at: of one bar of a chart. */
  readonly within?: FigureTimes | undefined;
}

/** As a figure's link carries it in the address: `alarms~kind~off_route`, `departed`, `alarms~~~false`, `alarms~office` of those of no office. */
export function countedText({ what, by, key, only, severity, within }: Counted): string {
  const parts = [what, by, key, only, severity, within?.from, within?.to];
  return parts
    .map((part) => part ?? '')
    .join('~')
    .replace(/~+$/, '');
}

export function countedOf(text: string): Counted {
  const parts = text.split('~').map((part) => (part === '' ? undefined : part));
  const [what, by, key, only, severity, from, to] = parts;
  return { what, by, key, only, severity, within: timesOf(from, to) } as Counted;
}

const PARAMETERS = { kind: 'kind', office: 'officeId', carrier: 'carrierId', route: 'routeId' } as const;
const ONLY = {
  false: { ending: 'false' },
  judged: { ending: 'true,false,permitted' },
  acknowledged: { acknowledged: 'true' },
  onSpot: { onSpot: 'true' },
} as const;

/** The list that a figure is the length of, newest first by what the figure counts: when alarms were raised, when that happened to transits. */
export function listQuery({ what, by, key, only, severity }: Counted, { from, to }: FigureTimes) {
  const query = new URLSearchParams({
    ...{ since: from, until: to },
    ...(by !== undefined && (key === undefined ? { without: by } : { [PARAMETERS[by]]: key })),
    ...(severity !== undefined && { severity }),
    ...(what === 'alarms' ? only !== undefined && ONLY[only] : { moved: what }),
  }).toString();
  return partsQuery<AlarmView | TransitView>(
    'figures-list',
    what === 'alarms' ? '/alarms' : '/transits',
    query,
  );
}

/** How long a figure's list is, as the figures of the same stretch have it; undefined: they do not say. */
export function totalOf(counted: Counted, figures: FiguresView): number | undefined {
  const { what, by, severity } = counted;
  if (what === 'alarms') {
    if (severity === undefined) return totalOfAlarms(counted, figures.alarms);
    if (by !== undefined || counted.only !== undefined) return undefined;
    return figures.alarms.series.reduce((sum, bar) => sum + bar[severity], 0);
  }
  const { count, by: groups, without } = figures.transits;
  if (by === undefined) return count[what];
  if (what !== 'departed' || by === 'kind') return undefined;
  if (counted.key !== undefined) return groups[by].find(({ key }) => key === counted.key)?.count ?? 0;
  return by === 'route' ? undefined : without[by];
}

function totalOfAlarms({ by, key, only }: Counted, alarms: FiguresView['alarms']): number | undefined {
  if (only === 'acknowledged' || only === 'onSpot') return responsesOf({ by, key }, alarms, only);
  const counts =
    by === undefined
      ? alarms
      : key === undefined
        ? by !== 'kind' && alarms.without[by]
        : alarms.by[by].find((one) => one.key === key);
  return counts === false ? undefined : (counts?.[only ?? 'count'] ?? 0);
}

function responsesOf(
  { by, key }: Pick<Counted, 'by' | 'key'>,
  { responses, acknowledged }: FiguresView['alarms'],
  only: 'acknowledged' | 'onSpot',
): number | undefined {
  if (by === undefined) return only === 'acknowledged' ? acknowledged : (responses.all.onSpot?.count ?? 0);
  if (by === 'carrier' || by === 'route') return undefined;
  const of =
    key === undefined ? responses.withoutOffice : responses.by[by].find((one) => one.key === key)?.responses;
  return of?.[only]?.count ?? 0;
}
