import { Inject, Injectable } from '@nestjs/common';
import {
  ALARM_GROUPS,
  MOVES,
  type AlarmGroupName,
  type FiguresQuery,
  type FiguresView,
  type MoveName,
} from '@haidang/contract';
import { DAY, formatInstant, parseInstant, type Millis } from '@haidang/domain';
import {
  countAlarms,
  countMoves,
  countPassages,
  type AlarmCount,
  type Bucket,
  type MoveCount,
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
    const [alarms, moves, gates] = await Promise.all([
      countAlarms(this.db, range, bucket),
      countMoves(this.db, range, bucket),
      countPassages(this.db, range),
    ]);
    return {
      ...{ from: formatInstant(range.from), to: formatInstant(range.to), bucket },
      ...{ alarms: alarmFigures(alarms), transits: transitFigures(moves) },
      gates: gates.map(({ gate_id: gateId, ...counts }) => ({ gateId, ...counts })),
    };
  }
}

/** A chart of about a hundred bars at most. */
function bucketOf(span: Millis): Bucket {
  if (span <= 3 * DAY) return 'hour';
  return span <= 100 * DAY ? 'day' : 'week';
}

function alarmFigures(rows: readonly AlarmCount[]): FiguresView['alarms'] {
  const {
    count,
    judged,
    false: wrong,
    acknowledged,
    half,
    most,
  } = rows.find(({ group }) => group === 'all')!;
  const by = (name: AlarmGroupName) =>
    rows
      .filter(({ group }) => group === name)
      .map((row) => ({ key: row.key!, count: row.count, judged: row.judged, false: row.false }));
  return {
    ...{ count, judged, false: wrong, acknowledged },
    ...(half !== null && most !== null && { within: { half: Math.round(half), most: Math.round(most) } }),
    series: rows
      .filter(({ group }) => group === 'at')
      .map(({ at, critical, major, minor }) => ({ at: at!.toISOString(), critical, major, minor })),
    by: Object.fromEntries(ALARM_GROUPS.map((name) => [name, by(name)])) as FiguresView['alarms']['by'],
  };
}

function transitFigures(rows: readonly MoveCount[]): FiguresView['transits'] {
  const none = { registered: 0, departed: 0, arrived: 0 };
  const bars = new Map<string, Record<MoveName, number>>();
  for (const { what, group, at, count } of rows) {
    if (group !== 'at') continue;
    const key = at!.toISOString();
    bars.set(key, { ...(bars.get(key) ?? none), [what]: count });
  }
  const by = (name: 'carrier' | 'route') =>
    rows
      .filter(({ group, what }) => group === name && what === 'departed')
      .map(({ key, count }) => ({ key: key!, count }));
  const all = (name: MoveName) =>
    rows.find(({ group, what }) => group === 'all' && what === name)?.count ?? 0;
  return {
    count: Object.fromEntries(MOVES.map((name) => [name, all(name)])) as Record<MoveName, number>,
    series: [...bars].map(([at, counts]) => ({ at, ...counts })).sort((a, b) => a.at.localeCompare(b.at)),
    by: { carrier: by('carrier'), route: by('route') },
  };
}
