import { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { ListedPassageView, Page } from '@haidang/contract';
import { DAY, parseInstant, type Millis } from '@haidang/domain';
import {
  listAllPassages,
  type ListedPassage,
  type PassageFilter,
  type PassagePlace,
  type ScopedPool,
} from '@haidang/store';
import { z } from 'zod';
import { csvLine } from '../csv.js';
import { SERVING } from '../database.js';
import { pageOf, rangeOf, readCursor } from '../http/page.js';
import { isStorableText } from '../http/zod.pipe.js';
import type { PassagesAsked } from './passages-query.js';
import { passageView } from './view.js';

/** How far back one looks who does not say it. */
const USUAL: Millis = 31 * DAY;
/** A file is read from the log in such parts. */
const PART = 1_000;

const storable = z.string().max(200).refine(isStorableText);
const instant = z.string().refine((text) => parseInstant(text) !== undefined);
const Place = z.tuple([instant, storable, storable]);

/** What passed at the gates of an office, of a port, of the country: by the page, or whole as a file. */
@Injectable()
export class AllPassages {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  /** @throws ApiError `invalid_request` */
  async page(query: PassagesAsked): Promise<Page<ListedPassageView>> {
    const key = readCursor(query.cursor, Place);
    const after: PassagePlace | null = key === null ? null : { at: key[0], gateId: key[1], id: key[2] };
    const rows = await listAllPassages(this.db, filterOf(query), { after, limit: query.limit + 1 });
    return pageOf(rows, query.limit, listedView, ({ place }) => [place.at, place.gateId, place.id]);
  }

  /** Reasons are separated by blanks. */
  file(query: PassagesAsked): StreamableFile {
    // the stream is read on when the request's own work is over
    const db = this.db.asNow();
    const filter = filterOf(query);
    async function* lines() {
      yield csvRow(Object.keys(COLUMNS));
      let after: PassagePlace | null = null;
      do {
        const rows: ListedPassage[] = await listAllPassages(db, filter, { after, limit: PART });
        for (const row of rows) yield csvRow(Object.values(COLUMNS).map((column) => column(listedView(row))));
        after = rows.length < PART ? null : rows.at(-1)!.place;
      } while (after !== null);
    }
    return new StreamableFile(Readable.from(lines(), { objectMode: false }), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="passages.csv"',
    });
  }
}

const COLUMNS: Readonly<Record<string, (one: ListedPassageView) => unknown>> = {
  time: ({ time }) => time,
  facilityId: ({ facilityId }) => facilityId,
  gateId: ({ gateId }) => gateId,
  lane: ({ lane }) => lane,
  direction: ({ direction }) => direction,
  container: ({ container }) => container,
  plate: ({ plate }) => plate,
  sealId: ({ sealId }) => sealId,
  carrierSeal: ({ carrierSeal }) => carrierSeal,
  verdict: ({ decision }) => decision.verdict,
  reasons: ({ decision }) => decision.reasons,
  override: ({ override }) => override?.verdict,
  overrideBy: ({ override }) => override?.by,
  overrideAt: ({ override }) => override?.at,
  overrideReason: ({ override }) => override?.reason,
  offlineBy: ({ decidedOffline }) => decidedOffline?.by,
  transit: ({ transit }) => transit?.number,
  source: ({ source }) => source,
  passageId: ({ id }) => id,
};

function filterOf(query: PassagesAsked): PassageFilter {
  const { facilityId, gateId, lane, direction, verdict, overridden, offline, find } = query;
  const { since, until = Date.now() + DAY } = rangeOf(query);
  return {
    ...{ facilityId, gateId, lane, direction, verdict, overridden, offline },
    ...{ find: find === '' ? undefined : find, since: since ?? until - USUAL, until },
  };
}

function listedView(record: ListedPassage): ListedPassageView {
  const { facilityId, transit } = record;
  return {
    ...passageView(record, record.receivedAt),
    facilityId,
    ...(transit !== null && { transit: { ...transit } }),
  };
}

function csvRow(values: readonly unknown[]): string {
  return `${csvLine(values)}\r\n`;
}
