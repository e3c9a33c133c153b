import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PortMessage } from '@haidang/contract';
import type { Instant, PortFlag, PortWay } from '@haidang/domain';
import {
  readCodeco,
  readInterchange,
  reportOf,
  type Codeco,
  type Fault,
  type InterchangeReport,
  type Message,
} from '@haidang/edi';
import {
  enterLedger,
  findInterchange,
  insertSubmission,
  queueForInterchange,
  sha256Hex,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { GateBook } from '../gates/gate-book.js';
import { ApiError } from '../http/errors.js';
import { actNow } from '../ledger/act.js';
import { formOf } from './codeco-forms.js';
import type { PlaceReader } from './codeco-places.js';
import { takeMessages, timeFaultOf, type Coming } from './intake.js';

/** More in one interchange would hold the containers it names for too long. */
const MOST_CONTAINERS = 1_000;

/** An acknowledgement, and which port messages came of each message, in their order. */
export interface Acknowledged {
  readonly report: InterchangeReport;
  readonly portMessages: readonly (readonly string[])[];
}

/** An interchange as it came. */
export interface Dropped {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly way: PortWay;
  /** The organisation it came from, or the facility in whose folder it lay. */
  readonly party: string;
  readonly by: string | null;
  readonly signature: string | null;
  readonly signedBy: string | null;
  readonly flags: readonly PortFlag[];
}

interface Transactions {
  transaction<T>(work: (tx: PoolClient) => Promise<T>): Promise<T>;
}

/**
 * Takes CODECO interchanges: all or nothing a message, and once an interchange, which its sender and control reference name. Whoever sends it
 * again gets the same acknowledgement.
 */
@Injectable()
export class Interchanges {
  constructor(@Inject(GateBook) private readonly book: GateBook) {}

  /**
   * @param placesOf says at which facility each thing happened
   * @throws NotEdifact when there is nothing to acknowledge
   */
  async take(
    db: Transactions,
    dropped: Dropped,
    placesOf: (tx: PoolClient, codecos: readonly Codeco[]) => Promise<PlaceReader>,
    now: Instant,
  ): Promise<Acknowledged> {
    const changed: string[] = [];
    const acknowledged = await db.transaction(async (tx) => {
      const reading = new Reading(tx, dropped, now);
      const known = await reading.before();
      if (known !== undefined) return known;
      const result = await reading.take(placesOf);
      changed.push(...reading.containers);
      return result;
    });
    await this.book.refresh(changed);
    return acknowledged;
  }
}

/** One interchange, in its transaction. */
class Reading {
  readonly containers = new Set<string>();
  private readonly facilities = new Set<string>();
  private readonly submissionId = randomUUID();
  private readonly faults = new Map<Message, readonly Fault[]>();
  private readonly ids = new Map<Message, string[]>();
  private readonly interchange;

  constructor(
    private readonly tx: PoolClient,
    private readonly dropped: Dropped,
    private readonly now: Instant,
  ) {
    this.interchange = readInterchange(dropped.bytes);
  }

  /** What this interchange was answered before; another one by its name is refused. */
  async before(): Promise<Acknowledged | undefined> {
    const key = this.key();
    await queueForInterchange(this.tx, key);
    const known = await findInterchange(this.tx, key);
    if (known === undefined) return undefined;
    if (known.sha256 === sha256Hex(this.dropped.bytes)) return known.answer as Acknowledged;
    const text = `${key.reference} of ${key.sender} came before with other content`;
    return this.acknowledge([{ code: '26', tag: 'UNB', element: 6, text }]);
  }

  async take(
    placesOf: (tx: PoolClient, codecos: readonly Codeco[]) => Promise<PlaceReader>,
  ): Promise<Acknowledged> {
    const { messages, faults, header } = this.interchange;
    const codecos = this.readMessages();
    const count = [...codecos.values()].reduce((sum, { containers }) => sum + containers.length, 0);
    const whole = [...faults];
    if (count > MOST_CONTAINERS)
      whole.push({ code: '18', text: `more than ${MOST_CONTAINERS} containers: send it in parts` });
    if (whole.length === 0) {
      const placeOf = await placesOf(this.tx, [...codecos.values()]);
      for (const message of messages) {
        const codeco = codecos.get(message);
        if (codeco !== undefined) await this.takeMessage(message, codeco, placeOf);
      }
    }
    const acknowledged = this.acknowledge(whole);
    await this.keep(acknowledged);
    await enterLedger(this.tx, [
      actNow('edi.acknowledge', `interchange/${header.sender}/${header.reference}`, {
        ...{ submission: this.submissionId, party: this.dropped.party, way: this.dropped.way },
        taken: acknowledged.report.messages.filter(({ taken }) => taken).length,
        refused: acknowledged.report.messages.filter(({ taken }) => !taken).length,
      }),
    ]);
    return acknowledged;
  }

  private readMessages(): Map<Message, Codeco> {
    const codecos = new Map<Message, Codeco>();
    for (const message of this.interchange.messages) {
      const read = message.faults.length > 0 ? { faults: message.faults } : readCodeco(message);
      if ('faults' in read) this.faults.set(message, read.faults);
      else codecos.set(message, read);
    }
    return codecos;
  }

  private async takeMessage(message: Message, codeco: Codeco, placeOf: PlaceReader): Promise<void> {
    const faults: Fault[] = [];
    const forms: PortMessage[] = [];
    for (const [i, container] of codeco.containers.entries()) {
      const facilityId = placeOf(container.place, container.position);
      const { sender, reference } = this.interchange.header;
      const number = [sender, reference, message.reference, i + 1].join('/');
      const form =
        typeof facilityId === 'string'
          ? formOf(codeco.direction, container, { facilityId, number })
          : facilityId;
      const time = timeFaultOf(container.at, this.now);
      if ('code' in form) faults.push(form);
      else if (time !== undefined)
        faults.push({
          code: '12',
          tag: 'DTM',
          position: container.timePosition,
          element: 2,
          component: 2,
          text: time,
        });
      else forms.push(form);
    }
    if (faults.length === 0 && !this.interchange.header.isTest)
      faults.push(...(await this.store(message, forms)));
    if (faults.length > 0) this.faults.set(message, faults);
  }

  /** @returns what is wrong: then nothing of the message is stored, and the others are not touched */
  private async store(message: Message, forms: readonly PortMessage[]): Promise<Fault[]> {
    const { way, by, signature, signedBy, flags } = this.dropped;
    const coming: Coming = {
      ...{ way, by, signature, signedBy, flags },
      ...{ submissionId: this.submissionId, now: this.now },
    };
    await this.tx.query('savepoint message');
    try {
      const { records } = await takeMessages(this.tx, forms, coming, (i) => `${i}.`);
      await this.tx.query('release savepoint message');
      this.ids.set(
        message,
        records.map(({ id }) => id),
      );
      for (const form of forms) this.facilities.add(form.facilityId);
      for (const form of forms) if ('container' in form) this.containers.add(form.container!);
      return [];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.tx.query('rollback to savepoint message');
      return [{ code: error.code === 'conflict' ? '26' : '12', tag: 'UNH', text: error.message }];
    }
  }

  private acknowledge(faults: readonly Fault[]): Acknowledged {
    const { header, messages } = this.interchange;
    const report = reportOf(header, messages, {
      faults,
      faultsOf: (message) => this.faults.get(message) ?? [],
      ownReference: this.submissionId.replaceAll('-', '').slice(0, 14).toUpperCase(),
      madeAt: new Date(this.now).toISOString().replace(/\D/g, '').slice(0, 12),
    });
    return { report, portMessages: messages.map((message) => this.ids.get(message) ?? []) };
  }

  private async keep(answer: Acknowledged): Promise<void> {
    const { party, way, by, bytes, contentType, signature, signedBy } = this.dropped;
    const { sender, reference } = this.interchange.header;
    await insertSubmission(this.tx, {
      ...{ id: this.submissionId, way, party, by, bytes, contentType, signature, signedBy },
      facilities: [...this.facilities],
      interchange: { sender, reference, answer },
    });
  }

  private key() {
    const { sender, reference } = this.interchange.header;
    return { party: this.dropped.party, sender, reference };
  }
}
