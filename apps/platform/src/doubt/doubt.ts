import { Inject, Injectable } from '@nestjs/common';
import type { DoubtedView, DoubtRulesBody, DoubtRulesView, DoubtView, Page } from '@haidang/contract';
import {
  DOUBT_HALVES_AFTER,
  DOUBT_RULES,
  doubtPoint,
  doubtScore,
  formatInstant,
  type DoubtSettings,
} from '@haidang/domain';
import {
  enterLedger,
  rankDoubt,
  readDoubt,
  readDoubtSettings,
  writeDoubtSettings,
  type DoubtSubject,
  type Queryable,
  type ScopedPool,
} from '@haidang/store';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { pageOf, readCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { invalid } from '../http/zod.pipe.js';
import { actNow, changesOf } from '../ledger/act.js';

const HALVE_DAYS = 'halveDays';

/** As of when, after which points, after which one. */
const RankKey = z.tuple([z.number(), z.number(), z.string().max(200)]);

/**
 * How much doubt there is about a container or a company, for the officer who picks what is checked after clearance: reasons with points, and
 * nothing but their sum. Each is counted from what whoever asks may see.
 */
@Injectable()
export class Doubt {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
  ) {}

  async of(kind: DoubtSubject, id: string): Promise<DoubtView> {
    const now = Date.now();
    const settings = await settingsOf(this.db);
    const found = await readDoubt(this.db, kind, id, settings, now);
    const reasons = found
      .map((reason) => ({ reason, ...doubtPoint(reason, settings, now) }))
      .filter(({ points }) => points > 0)
      .map(({ reason: { rule, at, evidence, measured }, ...point }) => ({
        ...{ rule, ...point, at: formatInstant(at), evidence, measured: { ...measured } },
      }));
    const points = doubtScore(found, settings, now);
    return { kind, id, points, at: formatInstant(now), halveDays: settings.halveDays, reasons };
  }

  /** The most doubted first. @throws ApiError `invalid_request` */
  async rank(
    kind: DoubtSubject,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<DoubtedView>> {
    const key = readCursor(query.cursor, RankKey);
    const now = key?.[0] ?? Date.now();
    const rows = await rankDoubt(this.db, kind, await settingsOf(this.db), {
      ...{ now, limit: query.limit + 1 },
      after: key === null ? null : { points: key[1], id: key[2] },
    });
    const view = ({ id, name, points, reasons }: (typeof rows)[number]): DoubtedView => ({
      ...{ kind, id, points, reasons },
      ...(name !== null && { name }),
    });
    return pageOf(rows, query.limit, view, ({ points, id }) => [now, points, id]);
  }

  async rules(): Promise<DoubtRulesView> {
    return rulesView(await settingsOf(this.db));
  }

  /** @throws ApiError `invalid_request` of a rule that there is not */
  change(
    call: WriteCall,
    { points, halveDays, reason }: z.infer<typeof DoubtRulesBody>,
  ): Promise<DoubtRulesView> {
    const errors = Object.keys(points)
      .filter((rule) => !(rule in DOUBT_RULES))
      .map((rule) => ({ path: `points.${rule}`, message: 'there is no such rule' }));
    if (errors.length > 0) throw invalid(errors);
    return this.writes.run(call, 200, async (tx) => {
      const before = rulesView(await settingsOf(tx));
      const values = new Map(Object.entries(points));
      if (halveDays !== undefined) values.set(HALVE_DAYS, halveDays);
      await writeDoubtSettings(tx, values);
      const after = rulesView(await settingsOf(tx));
      const flat = ({ halveDays: days, points: of }: DoubtRulesView) => ({ [HALVE_DAYS]: days, ...of });
      await enterLedger(tx, [
        actNow('doubt.change', 'doubt/rules', { ...changesOf(flat(before), flat(after)), reason }),
      ]);
      return after;
    });
  }
}

async function settingsOf(db: Queryable): Promise<DoubtSettings> {
  const set = await readDoubtSettings(db);
  const halveDays = set.get(HALVE_DAYS) ?? DOUBT_HALVES_AFTER;
  set.delete(HALVE_DAYS);
  return { points: { ...DOUBT_RULES, ...Object.fromEntries(set) }, halveDays };
}

function rulesView({ points, halveDays }: DoubtSettings): DoubtRulesView {
  return { halveDays, points: { ...points } };
}
