import { Inject, Injectable } from '@nestjs/common';
import {
  ALARM_GROUPS,
  MOVES,
  type AlarmCounts,
  type AlarmGroupName,
  type FiguresQuery,
  type FiguresView,
  type MoveName,
  type ResponseFigures,
  type ResponseGroupName,
  type SoonFigure,
} from '@haidang/contract';
import { DAY, formatInstant, parseInstant, type Millis } from '@haidang/domain';
import {
  countAlarms,
  countMoves,
  countPassages,
  type AlarmCount,
  type Bucket,
  type MoveCount,
  type Soon,
  type ScopedPool,
} from '@haidang/store';
import { SERVING } from '../database.js';

/** What happened in a stretch of time, counted. Each figure has its list: the lists take the same filters. */
@Injectable()
export class Figures {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  async read(query: FiguresQuery): Promise<FiguresView> {
    const range = { from: parseInstant(query.from)!, to: parseInstant(query.to)! };
    const bucket = bucketOf(range.to - range.from);
    const [alarms, moves, passages] = await Promise.all([
      countAlarms(this.db, range, bucket),
      countMoves(this.db, range, bucket),
      countPassages(this.db, range, bucket),
    ]);
    return {
      ...{ from: formatInstant(range.from), to: formatInstant(range.to), bucket },
      ...{ alarms: alarmFigures(alarms), transits: transitFigures(moves) },
      gates: passages.flatMap(({ gate_id: gateId, at: _, ...counts }) =>
        gateId === null ? [] : [{ gateId, ...counts }],
      ),
      passages: passages.flatMap(({ gate_id: _, at, ...counts }) =>
        at === null ? [] : [{ at: at.toISOString(), ...counts }],
      ),
    };
  }
}

/** A chart of about a hundred bars at most. */
function bucketOf(span: Millis): Bucket {
  if (span <= 3 * DAY) return 'hour';
  return span <= 100 * DAY ? 'day' : 'week';
}

function alarmFigures(rows: readonly AlarmCount[]): FiguresView['alarms'] {
  const all = rows.find(({ group }) => group === 'all')!;
  const of = (name: AlarmCount['group']) => rows.filter(({ group }) => group === name);
  const keyed = (name: AlarmGroupName) =>
    of(name).flatMap((row) => (row.key === null ? [] : [{ ...row, key: row.key }]));
  const without = (name: AlarmGroupName) => of(name).find(({ key }) => key === null);
  const by = (name: AlarmGroupName) => keyed(name).map((row) => ({ key: row.key, ...countsOf(row) }));
  const responsesBy = (name: ResponseGroupName) =>
    keyed(name).map((row) => ({ key: row.key, responses: responsesOf(row) }));
  const within = soonOf(all.acknowledged, all.acknowledged_in);
  return {
    ...countsOf(all),
    acknowledged: all.acknowledged,
    ...(within !== undefined && { within: { half: within.half, most: within.most } }),
    series: of('at').map((row) => ({
      ...{ at: row.at!.toISOString(), critical: row.critical, major: row.major, minor: row.minor },
      ...{ ...countsOf(row), responses: responsesOf(row) },
    })),
    by: Object.fromEntries(ALARM_GROUPS.map((name) => [name, by(name)])) as FiguresView['alarms']['by'],
    without: {
      office: countsOf(without('office')),
      carrier: countsOf(without('carrier')),
      route: countsOf(without('route')),
    },
    responses: {
      all: responsesOf(all),
      by: { kind: responsesBy('kind'), office: responsesBy('office') },
      withoutOffice: responsesOf(without('office')),
    },
  };
}

function countsOf(row: AlarmCount | undefined): AlarmCounts {
  return { count: row?.count ?? 0, judged: row?.judged ?? 0, false: row?.false ?? 0 };
}

function responsesOf(row: AlarmCount | undefined): ResponseFigures {
  if (row === undefined) return {};
  const [acknowledged, judged, onSpot] = [
    soonOf(row.acknowledged, row.acknowledged_in),
    soonOf(row.judged, row.judged_in),
    soonOf(row.on_spot, row.on_spot_in),
  ];
  return {
    ...(acknowledged !== undefined && { acknowledged }),
    ...(judged !== undefined && { judged }),
    ...(onSpot !== undefined && { onSpot }),
  };
}

function soonOf(count: number, soon: Soon): SoonFigure | undefined {
  return soon === null ? undefined : { count, half: Math.round(soon[0]), most: Math.round(soon[1]) };
}

function transitFigures(rows: readonly MoveCount[]): FiguresView['transits'] {
  const none = { registered: 0, departed: 0, arrived: 0 };
  const bars = new Map<string, Record<MoveName, number>>();
  for (const { what, group, at, count } of rows) {
    if (group !== 'at') continue;
    const key = at!.toISOString();
    bars.set(key, { ...(bars.get(key) ?? none), [what]: count });
  }
  const by = (name: 'carrier' | 'route' | 'office') =>
    rows.flatMap(({ group, key, count }) => (group === name && key !== null ? [{ key, count }] : []));
  const without = (name: 'carrier' | 'office') =>
    rows.find(({ group, key }) => group === name && key === null)?.count ?? 0;
  const all = (name: MoveName) =>
    rows.find(({ group, what }) => group === 'all' && what === name)?.count ?? 0;
  return {
    count: Object.fromEntries(MOVES.map((name) => [name, all(name)])) as Record<MoveName, number>,
    series: [...bars].map(([at, counts]) => ({ at, ...counts })).sort((a, b) => a.at.localeCompare(b.at)),
    by: { carrier: by('carrier'), route: by('route'), office: by('office') },
    without: { carrier: without('carrier'), office: without('office') },
  };
}
