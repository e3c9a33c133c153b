import type {
  Facility,
  Gate,
  NewCaseBody,
  Organisation,
  PassageBody,
  SigningKeysView,
} from '@haidang/contract';
import type { KeptTime } from './booth-clock.js';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** A list as it came: its signature is checked each time it is taken out. */
export interface KeptList {
  readonly jws: string;
  readonly keys: SigningKeysView;
  readonly facilityId: string;
}

/** The register as far as a gatehouse needs it. */
export interface KeptRegister {
  readonly gates: readonly Gate[];
  readonly facilities: readonly Facility[];
  readonly organisations: readonly Organisation[];
}

interface Queued {
  /** Its place in the queue; given when it is put there. */
  readonly seq?: number;
  /** Its Idempotency-Key: however often it is sent, it is told once. */
  readonly key: string;
  /** Why the platform refused it; undefined: it waits to be sent. */
  readonly refused?: string;
}

/** A passage that was decided here. */
export interface Passing extends Queued {
  readonly kind: 'passage';
  readonly gateId: string;
  readonly body: PassageBody;
}

/** Something that is otherwise than declared, with what shows it. */
export interface Report extends Queued {
  readonly kind: 'report';
  readonly body: NewCaseBody;
  /** Milliseconds, by the server's clock. */
  readonly at: number;
  readonly photo?: File;
}

/** What is to be told to the platform. */
export type Entry = Passing | Report;

export function isPassing(entry: Entry): entry is Passing {
  return entry.kind === 'passage';
}

/** A container that this gatehouse let out, and when. */
export interface Use {
  readonly container: string;
  readonly at: number;
}

interface Schema extends DBSchema {
  kept: { key: string; value: unknown };
  queue: { key: number; value: Entry };
  used: { key: string; value: Use };
}

/** Written through to the disk: a tablet whose battery is pulled has it. */
const STRICT = { durability: 'strict' } as const;

/** What a gatehouse keeps on its tablet (IndexedDB): the list, the register, the queue of what is to be told. */
export class Shelf {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  /** A newer version adds stores and never drops what waits. @param name another than the usual one for tests */
  static async open(name = 'haidang-gatehouse'): Promise<Shelf> {
    const db = await openDB<Schema>(name, 1, {
      upgrade(database) {
        database.createObjectStore('kept');
        database.createObjectStore('queue', { keyPath: 'seq', autoIncrement: true });
        database.createObjectStore('used', { keyPath: 'container' });
      },
    });
    return new Shelf(db);
  }

  async list(facilityId: string): Promise<KeptList | undefined> {
    return (await this.db.get('kept', `list ${facilityId}`)) as KeptList | undefined;
  }

  async keepList(list: KeptList): Promise<void> {
    await this.db.put('kept', list, `list ${list.facilityId}`);
  }

  async register(): Promise<KeptRegister | undefined> {
    return (await this.db.get('kept', 'register')) as KeptRegister | undefined;
  }

  async keepRegister(register: KeptRegister): Promise<void> {
    await this.db.put('kept', register, 'register');
  }

  async time(): Promise<KeptTime | undefined> {
    return (await this.db.get('kept', 'time')) as KeptTime | undefined;
  }

  async keepTime(time: KeptTime): Promise<void> {
    await this.db.put('kept', time, 'time');
  }

  /** In the order in which they were put there. */
  async queue(): Promise<Entry[]> {
    return await this.db.getAll('queue');
  }

  /** Keeps what was decided, and what it used up, both or neither. @throws DOMException `QuotaExceededError` when the tablet is full */
  async put(entry: Entry, uses: Use | null): Promise<void> {
    const tx = this.db.transaction(['queue', 'used'], 'readwrite', STRICT);
    const work = [tx.objectStore('queue').add(entry), uses && tx.objectStore('used').put(uses)];
    await Promise.all([...work, tx.done]);
  }

  /** The platform has it. */
  async sent(seq: number): Promise<void> {
    const tx = this.db.transaction('queue', 'readwrite', STRICT);
    await Promise.all([tx.store.delete(seq), tx.done]);
  }

  /** The platform will not have it: it is kept, and shown. */
  async refuse(entry: Entry, why: string): Promise<void> {
    await this.db.put('queue', { ...entry, refused: why });
  }

  async uses(): Promise<Use[]> {
    return await this.db.getAll('used');
  }

  async noteUses(uses: readonly Use[]): Promise<void> {
    const tx = this.db.transaction('used', 'readwrite');
    for (const use of uses) {
      const known = await tx.store.get(use.container);
      if (known === undefined || known.at < use.at) await tx.store.put(use);
    }
    await tx.done;
  }

  /** What was used before a list was made the list knows. */
  async forgetUsesBefore(at: number): Promise<void> {
    const tx = this.db.transaction('used', 'readwrite');
    for (const use of await tx.store.getAll()) if (use.at < at) await tx.store.delete(use.container);
    await tx.done;
  }

  /** Takes away what it knows of the register and of papers; the queue stays until it is told, with what was used up by it. */
  async forgetKnown(): Promise<void> {
    const tx = this.db.transaction('kept', 'readwrite');
    for (const key of await tx.store.getAllKeys()) if (key !== 'time') await tx.store.delete(key);
    await tx.done;
  }

  close(): void {
    this.db.close();
  }
}
