import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Page, PortMessage, PortMessageView } from '@haidang/contract';
import {
  decidePortMessage,
  enterLedger,
  findOriginal,
  findPortMessage,
  holdReferences,
  insertSubmission,
  listPortMessages,
  lockPortMessage,
  queueForContainers,
  type PortMessageFilter,
  type PortMessageRecord,
  type ScopedPool,
} from '@haidang/store';
import { Sights } from '../access/sights.js';
import { SERVING } from '../database.js';
import { GateBook } from '../gates/gate-book.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { correct, isCorrection } from './corrections.js';
import { containerOf, takeMessages } from './intake.js';
import { checkSignature } from '../signatures/check-signature.js';
import { portMessageView } from './view.js';

/** What came in one call, as bytes and as it was understood. */
export interface Received {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly messages: readonly PortMessage[];
  /** A detached JWS, where there is one. */
  readonly signature: string | undefined;
  /** What stands before a message's fields in an error. */
  readonly pathOf: (index: number) => string;
}

/** What ports report to customs, and what officers decide on it. */
@Injectable()
export class PortMessages {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Sights) private readonly sights: Sights,
    @Inject(GateBook) private readonly book: GateBook,
  ) {}

  /**
   * @returns in the order in which they came
   * @throws ApiError `forbidden` for a facility that is not one's own, `reference_unknown`, `conflict`, `time_ahead`, `time_before_2020`,
   * `signature_missing`, `signature_invalid`
   */
  take(call: WriteCall, received: Received): Promise<PortMessageView[]> {
    return this.writes.around(call, async () => {
      const { records, fresh } = await this.takeNow(received);
      return { status: fresh > 0 ? 201 : 200, answer: records.map((record) => portMessageView(record)) };
    });
  }

  private async takeNow({ bytes, contentType, signature, messages, pathOf }: Received) {
    const person = whoActs()!;
    const submissionId = randomUUID();
    const facilities = [...new Set(messages.map(({ facilityId }) => facilityId))];
    const now = Date.now();
    const { organisationId } = person;
    const signed = await checkSignature(this.db, { bytes, signature, organisationId, now });
    const coming = { way: 'rest', submissionId, by: person.id, ...signed, now } as const;
    const taken = await this.db.transaction(async (tx) => {
      const known = await holdReferences(tx, { name: 'facilities' }, facilities);
      for (const [i, message] of messages.entries()) this.checkPlace(message, known, pathOf(i));
      const taken = await takeMessages(tx, messages, coming, pathOf);
      // of what was taken before the original is there
      if (taken.fresh > 0)
        await insertSubmission(tx, {
          ...{ id: submissionId, way: 'rest', party: organisationId, facilities, bytes, contentType },
          ...{ signature: signed.signature, signedBy: signed.signedBy, by: person.id },
        });
      return taken;
    });
    await this.book.refresh(taken.containers);
    return taken;
  }

  async list(
    filter: PortMessageFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<PortMessageView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listPortMessages(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, (record) => portMessageView(record));
  }

  /** @throws ApiError `port_message_not_found` */
  async find(id: string): Promise<PortMessageView> {
    const record = found(await findPortMessage(this.db, id), id);
    const original =
      record.submissionId === null ? undefined : await findOriginal(this.db, record.submissionId);
    return portMessageView(record, original);
  }

  /**
   * An officer approves what waits: it takes effect.
   * @throws ApiError `port_message_not_found`, `wrong_state`, `own_message`
   */
  async approve(call: WriteCall, id: string, reason: string | null): Promise<PortMessageView> {
    const changed: string[] = [];
    const view = await this.writes.run(call, 200, async (tx) => {
      const waiting = await lockWaiting(tx, id);
      const message = waiting.body as unknown as PortMessage;
      if (!isCorrection(message) || waiting.corrects === null)
        throw new Error(`${id} waits and corrects nothing`);
      await queueForContainers(
        tx,
        [containerOf(message), waiting.container].flatMap((c) => c ?? []),
      );
      const corrected = (await lockPortMessage(tx, waiting.corrects))!;
      changed.push(...(await correct(tx, message, corrected)));
      return decide(tx, waiting, 'taken', reason);
    });
    await this.book.refresh(changed);
    return view;
  }

  /** @throws ApiError as {@link approve} */
  refuse(call: WriteCall, id: string, reason: string): Promise<PortMessageView> {
    return this.writes.run(call, 200, async (tx) => decide(tx, await lockWaiting(tx, id), 'refused', reason));
  }

  private checkPlace({ facilityId }: PortMessage, known: ReadonlySet<string>, path: string): void {
    const errors = [{ path: `${path}facilityId`, message: facilityId }];
    if (!known.has(facilityId))
      throw new ApiError('reference_unknown', `there is no facility ${facilityId}`, { errors });
    const sight = this.sights.now();
    if (!sight.all && !sight.places.has(facilityId))
      throw new ApiError('forbidden', `${facilityId} is another's.`, { errors });
  }
}

type Transaction = Parameters<typeof lockPortMessage>[0];

async function lockWaiting(tx: Transaction, id: string): Promise<PortMessageRecord> {
  const record = found(await lockPortMessage(tx, id), id);
  if (record.state !== 'waiting') throw new ApiError('wrong_state', 'No decision is waited for.');
  if (record.by !== null && record.by === whoActs()?.id) throw new ApiError('own_message');
  return record;
}

async function decide(
  tx: Transaction,
  { id, form, number, facilityId, corrects }: PortMessageRecord,
  state: 'taken' | 'refused',
  reason: string | null,
): Promise<PortMessageView> {
  await decidePortMessage(tx, id, { state, at: Date.now(), by: whoActs()?.id ?? null, reason });
  const kind = state === 'taken' ? 'port_message.approve' : 'port_message.refuse';
  await enterLedger(tx, [
    actNow(kind, `port-message/${id}`, {
      form,
      number,
      facilityId,
      corrects,
      ...(reason !== null && { reason }),
    }),
  ]);
  return portMessageView(found(await findPortMessage(tx, id), id));
}

function found(record: PortMessageRecord | undefined, id: string): PortMessageRecord {
  if (record === undefined) throw new ApiError('port_message_not_found', `There is no port message ${id}.`);
  return record;
}
