import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { SECOND, type Millis } from '@haidang/domain';
import { NotEdifact, writeControl } from '@haidang/edi';
import { findFolderOwner, inTransaction } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { POOL } from '../database.js';
import { BODY_LIMIT_BYTES } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { LOGGER } from '../logging.js';
import { SIGNED, Signer } from '../papers/signer.js';
import { always } from './codeco-places.js';
import { moveInto, writeWhole } from './files.js';
import { Interchanges, type Acknowledged } from './interchanges.js';
import { checkSignature } from '../signatures/check-signature.js';

const LOOK_EVERY = 2 * SECOND;
const SIGNATURE_SUFFIX = '.jws';

/** What was to be seen of a file when it was looked at last. */
type Look = string;

/** One file, and what became of it. */
interface Outcome {
  readonly to: 'done' | 'refused';
  /** What is put in `out`: the acknowledgement, or why there is none. */
  readonly answer: { readonly suffix: '.contrl.edi' | '.error.txt'; readonly text: string };
}

/**
 * Takes CODECO files from `<folder>/<facilityId>/in`. They are looked for every other second, and not watched: the folder lies on a network's
 * disk as a rule, where the kernel tells nobody of what another machine writes. A file is taken when it is whole: the same size and time at two
 * looks. First the database commits, then the acknowledgement is written, then the file is moved; whoever dies between finds the interchange
 * known at the next start, and goes on with the same acknowledgement.
 */
@Injectable()
export class FolderDrop {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private looks = new Map<string, Look>();
  /** Said once, until it goes well again. */
  private readonly faults = new Map<string, string>();
  private stopped = true;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Interchanges) private readonly interchanges: Interchanges,
    @Inject(Signer) private readonly signer: Signer,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(every: Millis = LOOK_EVERY): void {
    const { ediFolder } = this.config;
    if (ediFolder === undefined) return;
    this.stopped = false;
    const again = () => {
      this.looking = this.look(ediFolder).finally(() => {
        if (!this.stopped) this.timer = setTimeout(again, every);
      });
    };
    again();
  }

  /** Nothing more is taken; what is under way is ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private async look(folder: string): Promise<void> {
    const seen = new Map<string, Look>();
    for (const facilityId of await this.names(folder)) {
      const place = path.join(folder, facilityId);
      for (const name of await this.names(path.join(place, 'in'), true)) {
        if (this.stopped) return;
        if (!/^[^.].*\.edi$/i.test(name)) continue;
        await this.lookAt(place, facilityId, name, seen).then(
          () => this.faults.delete(name),
          (error: Error) => this.complain(name, `${facilityId}/in/${name}: ${error.message}`),
        );
      }
    }
    this.looks = seen;
  }

  private async lookAt(
    place: string,
    facilityId: string,
    name: string,
    seen: Map<string, Look>,
  ): Promise<void> {
    const file = path.join(place, 'in', name);
    const { size, mtimeMs, ino } = await stat(file);
    const look = [size, mtimeMs, ino].join(' ');
    seen.set(file, look);
    if (this.looks.get(file) !== look) return;
    const outcome = await this.take(file, size, facilityId);
    const { suffix, text } = outcome.answer;
    const [answer, bytes] = [path.join(place, 'out', `${name}${suffix}`), Buffer.from(text, 'latin1')];
    const signature = await this.signer.detached(SIGNED.acknowledgement, bytes);
    await writeWhole(`${answer}${SIGNATURE_SUFFIX}`, Buffer.from(signature));
    await writeWhole(answer, bytes);
    await moveInto(file, path.join(place, outcome.to));
    await moveInto(`${file}${SIGNATURE_SUFFIX}`, path.join(place, outcome.to)).catch(() => undefined);
    this.logger.info({ facilityId, file: name, to: outcome.to }, 'EDI file taken');
  }

  /** @throws what the next look may be spared: the database is away */
  private async take(file: string, size: number, facilityId: string): Promise<Outcome> {
    try {
      if (size > BODY_LIMIT_BYTES) throw new ApiError('body_too_large');
      const owner = await findFolderOwner(this.pool, facilityId);
      if (owner === undefined)
        throw new ApiError('facility_not_found', `There is no facility ${facilityId}.`);
      const bytes = await readFile(file);
      return outcomeOf(await this.takeBytes(bytes, await signatureBeside(file), facilityId, owner));
    } catch (error) {
      if (error instanceof NotEdifact) return refusal('not_edifact', error.message);
      if (error instanceof ApiError && error.status < 500) return refusal(error.code, error.message);
      throw error;
    }
  }

  private async takeBytes(
    bytes: Buffer,
    signature: string | undefined,
    facilityId: string,
    { organisationId }: { readonly organisationId: string | null },
  ): Promise<Acknowledged> {
    const now = Date.now();
    const party = organisationId ?? facilityId;
    const signed = await checkSignature(this.pool, { bytes, signature, organisationId: party, now });
    return this.interchanges.take(
      { transaction: (work) => inTransaction(this.pool, work) },
      { bytes, contentType: 'application/edifact', way: 'folder', party, by: null, ...signed },
      () => Promise.resolve(always(facilityId)),
      now,
    );
  }

  /** @param mayLack a terminal that has no folder yet drops nothing */
  private async names(folder: string, mayLack = false): Promise<string[]> {
    try {
      const names = await readdir(folder);
      this.faults.delete(folder);
      return names.sort();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!(mayLack && (code === 'ENOENT' || code === 'ENOTDIR')))
        this.complain(folder, `EDI_FOLDER: ${(error as Error).message}`);
      return [];
    }
  }

  private complain(what: string, message: string): void {
    if (this.faults.get(what) === message) return;
    this.faults.set(what, message);
    this.logger.warn(message);
  }
}

function outcomeOf({ report }: Acknowledged): Outcome {
  const isWhole = report.taken && report.messages.every(({ taken }) => taken);
  return {
    to: isWhole ? 'done' : 'refused',
    answer: { suffix: '.contrl.edi', text: writeControl(report) },
  };
}

function refusal(code: string, message: string): Outcome {
  return { to: 'refused', answer: { suffix: '.error.txt', text: `${code}: ${message}\n` } };
}

/** A detached JWS in a file of its own: `x.edi.jws`. */
async function signatureBeside(file: string): Promise<string | undefined> {
  try {
    return (await readFile(`${file}${SIGNATURE_SUFFIX}`, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
