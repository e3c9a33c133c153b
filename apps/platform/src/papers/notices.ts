import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  MAX_NOTICE_LINES,
  NOTICE_VERSION,
  type NoticeView,
  type Page,
  type ReceiptBody,
  type WholeNoticeView,
} from '@haidang/contract';
import {
  formatInstant,
  parseInstant,
  type EligibilityAct,
  type Instant,
  type NoticeForm,
} from '@haidang/domain';
import { canonical } from '@haidang/ledger';
import {
  endSending,
  findNotice,
  insertNotices,
  insertOutbox,
  listNotices,
  type NewNotice,
  type NoticeFilter,
  type ScopedPool,
} from '@haidang/store';
import { topics } from '@haidang/wire';
import type { Pool, PoolClient } from 'pg';
import type { z } from 'zod';
import { POOL, SERVING } from '../database.js';
import { GateBook } from '../gates/gate-book.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { actorNow } from '../identity/acting.js';
import { Outbox } from '../outbox/outbox.js';
import { takeReceipt } from './receipts.js';
import { Signer, SIGNED } from './signer.js';
import { noticeView, wholeNoticeView } from './view.js';

/** What is to be said to a port; of many lines it becomes several messages. */
export interface Draft {
  readonly facilityId: string;
  readonly form: NoticeForm;
  /** Of a list of what comes. */
  readonly manifest?: object;
  readonly lines: readonly object[];
}

/** A message that is owed, and which lines of its draft it holds. */
export interface Sent {
  readonly id: string;
  readonly draft: Draft;
  readonly from: number;
  readonly to: number;
}

/** Messages of customs to ports: owed in the transaction that changes the papers, and sent until their receipts come. */
@Injectable()
export class Notices {
  private readonly log = new Logger('Notices');

  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(GateBook) private readonly book: GateBook,
    @Inject(Signer) private readonly signer: Signer,
  ) {}

  /** In the transaction of the change. */
  async owe(tx: PoolClient, drafts: readonly Draft[], at: Instant): Promise<Sent[]> {
    const sent: Sent[] = [];
    const notices: NewNotice[] = [];
    const news: NoticeView[] = [];
    for (const draft of drafts) {
      for (const part of partsOf(draft)) {
        const body = bodyOf(part, at);
        const text = canonical(body);
        const { facilityId, form } = draft;
        notices.push({
          ...{ id: part.id, facilityId, form, text, topic: topics.notices(facilityId) },
          signature: await this.signer.detached(SIGNED.notice, text),
        });
        news.push(newView(part, at));
        sent.push(part);
      }
    }
    await insertNotices(tx, notices, at);
    await insertOutbox(
      tx,
      news.map((payload) => ({ channel: 'live', topic: 'notice', payload })),
    );
    return sent;
  }

  /** After the commit: gates decide by it, and ports hear of it. */
  async tell(containers: readonly string[]): Promise<void> {
    this.outbox.wake('mqtt');
    this.outbox.wake('live');
    if (containers.length > 0) await this.book.refresh([...new Set(containers)]);
  }

  async list(
    filter: NoticeFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<NoticeView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    return placedPage(
      await listNotices(this.db, filter, { after, limit: query.limit + 1 }),
      query.limit,
      noticeView,
    );
  }

  /** @throws ApiError `notice_not_found` */
  async find(id: string): Promise<WholeNoticeView> {
    const notice = await findNotice(this.db, id);
    if (notice === undefined) throw notFound(id);
    return wholeNoticeView(notice);
  }

  /** A repeat changes nothing. @throws ApiError `notice_not_found`, `conflict` when another receipt came before */
  async receive(call: WriteCall, id: string, body: z.infer<typeof ReceiptBody>): Promise<NoticeView> {
    const at = Date.now();
    const receipt = {
      noticeId: id,
      status: body.status,
      reason: body.reason ?? null,
      time: body.time === undefined ? at : parseInstant(body.time)!,
    };
    const answer = await this.writes.around(call, async () => {
      const by = actorNow() ?? null;
      const taken = await this.db.transaction((tx) => takeReceipt(tx, receipt, { at, by }));
      if (taken.outcome === 'unknown') throw notFound(id);
      const view = noticeView(taken.notice);
      if (taken.outcome === 'conflict')
        throw new ApiError('conflict', 'It has another receipt already.', { members: { notice: view } });
      return { status: 200, answer: view };
    });
    this.outbox.wake('live');
    // what is sent once more for want of this is acknowledged once more
    await endSending(this.pool, id).catch((error: Error) =>
      this.log.warn(`a notice is sent on: ${error.message}`),
    );
    return answer;
  }
}

/** A list that is empty is told as well: it may replace one that was not. */
function* partsOf(draft: Draft): Generator<Sent> {
  for (let from = 0; from === 0 || from < draft.lines.length; from += MAX_NOTICE_LINES)
    yield { id: randomUUID(), draft, from, to: Math.min(from + MAX_NOTICE_LINES, draft.lines.length) };
}

function bodyOf({ id, draft, from, to }: Sent, at: Instant): object {
  const { facilityId, form, manifest, lines } = draft;
  const part = from / MAX_NOTICE_LINES + 1;
  const parts = Math.max(1, Math.ceil(lines.length / MAX_NOTICE_LINES));
  return {
    ...{ id, form, version: NOTICE_VERSION, facilityId, time: formatInstant(at) },
    ...(manifest !== undefined && { manifest: { ...manifest, part, parts } }),
    lines: lines.slice(from, to),
  };
}

function newView({ id, draft, from, to }: Sent, at: Instant): NoticeView {
  const lines = draft.lines.slice(from, to) as { container?: string; act?: EligibilityAct }[];
  const { facilityId, form } = draft;
  return noticeView({
    ...{ id, facilityId, form, lines: lines.length, act: lines[0]?.act ?? null },
    containers: lines.slice(0, 100).flatMap(({ container }) => container ?? []),
    ...{ createdAt: at, receivedAt: null, receipt: null },
  });
}

function notFound(id: string): ApiError {
  return new ApiError('notice_not_found', `There is no notice ${id}.`);
}
