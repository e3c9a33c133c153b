import { Inject, Injectable } from '@nestjs/common';
import type { Page, SealView } from '@haidang/contract';
import { DAY, type Instant } from '@haidang/domain';
import { findSeals, listSeals, readNewestFixes, type FoundSeal, type ScopedPool } from '@haidang/store';
import { Sights } from '../access/sights.js';
import { CONFIG, type Config } from '../config/config.js';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { pageOf, readIdCursor, type PageQuery } from '../http/page.js';
import { missing } from '../register/register.js';
import { seals } from '../register/resources.js';
import type { z } from 'zod';
import { sealView, type LastWord } from './view.js';

/** A list looks for the last word of a thousand silent seals at once: not in every day that the log holds. */
const LIST_LOOKS_BACK = 30 * DAY;

/** Seals of the register with what the platform last heard of them. */
@Injectable()
export class Seals {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  async list(query: z.infer<typeof PageQuery>): Promise<Page<SealView>> {
    const after = readIdCursor(query.cursor);
    const rows = await listSeals(this.db, { after, limit: query.limit + 1 });
    const shown = rows.slice(0, query.limit);
    const silent = shown.filter(({ seal }) => this.remembered(seal.id) === undefined).map(({ key }) => key);
    const logged = await readNewestFixes(this.db, silent, Date.now() - LIST_LOOKS_BACK);
    return pageOf(
      rows,
      query.limit,
      (row) => this.view({ ...row, logged: logged.get(row.key) }),
      ({ seal }) => [seal.id],
    );
  }

  /** The last position of a seal that may be followed; null of any other. */
  async lastFix(id: string): Promise<SealView['lastFix']> {
    const [view] = await this.views([id]);
    return view?.lastFix ?? null;
  }

  /** @throws ApiError `seal_not_found` */
  async find(id: string): Promise<SealView> {
    const [view] = await this.views([id]);
    if (view === undefined) throw missing(seals, id);
    return view;
  }

  /**
   * In the order of the ids; those that are not there, or not seen, are left out. The last word is in memory; the log is asked only for seals of which
   * memory knows nothing: they never spoke, or only of what was older than the horizon when it came.
   * @param since how far back the log is asked
   */
  async views(ids: readonly string[], since: Instant = 0): Promise<SealView[]> {
    const silent = ids.filter((id) => this.remembered(id) === undefined);
    const found = await findSeals(this.db, ids, { ids: silent, since });
    return ids.flatMap((id) => {
      const one = found.get(id);
      return one === undefined ? [] : [this.view(one)];
    });
  }

  private view({ seal, transitId, logged }: FoundSeal): SealView {
    const word = this.remembered(seal.id) ?? (logged && { ...logged, clockDrift: false });
    return sealView(seal, transitId, word);
  }

  /** What memory knows, for who follows the seal. */
  private remembered(id: string): LastWord | undefined {
    if (!this.sights.followsSeal(this.sights.now(), id)) return undefined;
    const last = this.directory.lastFix(id);
    if (last === undefined) return undefined;
    const { fix, receivedAt, clockDrift } = last;
    return { fix, receivedAt, clockDrift, tooOld: receivedAt - fix.time > this.config.horizonMs };
  }
}
