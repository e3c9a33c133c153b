import { Inject, Injectable } from '@nestjs/common';
import type { ForgottenView, PersonDataView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import {
  findHoldOnPerson,
  findMentions,
  findWhatKeeps,
  forgetPerson,
  forgetWithoutAccount,
  listLedger,
  readNames,
  readPersonData,
  readWithoutAccount,
  sequenceAll,
  SHORTEST_SPELLING,
  Spellings,
  type Actor,
  type LedgerRecord,
  type MentionRecord,
  type ScopedPool,
  type SeriesKeeper,
  type WithoutAccount,
} from '@haidang/store';
import type { Pool } from 'pg';
import { OpenAlarms } from '../alarms/open-alarms.js';
import { KEEPER, SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { actorNow, whoActs } from '../identity/acting.js';
import { ledgerView } from '../ledger/view.js';

const PAGE = 1_000;

/** Why a person is forgotten, and which spellings are taken out of what people wrote. */
interface Wanted {
  readonly reason: string;
  readonly redact?: readonly string[] | undefined;
}

/** What is held about a person, and its removal where the law asks for it. */
@Injectable()
export class Persons {
  constructor(
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(OpenAlarms) private readonly alarms: OpenAlarms,
  ) {}

  /** @throws ApiError `person_not_found` */
  async export(id: string): Promise<PersonDataView> {
    const data = (await this.isOwn(id)) ? await personData(this.keeper.pool, id) : undefined;
    if (data === undefined) throw missing(id);
    return data;
  }

  /** @throws ApiError `person_not_found`, `under_hold`, `in_use` for oneself */
  forget(call: WriteCall, id: string, reason: string): Promise<ForgottenView> {
    return this.writes.around(call, async () => ({ status: 200, answer: await this.forgetNow(id, reason) }));
  }

  /** The rest is the owner's work, whom no policy binds: whether it is one of the administrator's people is asked first. */
  private async isOwn(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from users where id = $1', [id])).rowCount === 1;
  }

  private async forgetNow(id: string, reason: string): Promise<ForgottenView> {
    if (whoActs()?.id === id) throw new ApiError('in_use', 'Nobody forgets the account that is signed in.');
    if (!(await this.isOwn(id))) throw missing(id);
    const outcome = await forget(this.keeper.pool, id, actorNow() ?? null, { reason });
    if (outcome === undefined) throw missing(id);
    if ('held' in outcome) throw new ApiError('under_hold', `A hold keeps ${outcome.held}.`);
    // the desk's memory has names beside comments
    await this.alarms.load();
    return outcome;
  }
}

/** All that is held about a person, the ledger's entries by and about the person included. */
export async function personData(pool: Pool, id: string): Promise<PersonDataView | undefined> {
  const data = await readPersonData(pool, id);
  if (data === undefined) return undefined;
  const [acts, entries] = [
    await allEntries(pool, { personId: id }),
    await allEntries(pool, { subjects: [`user/${id}`] }),
  ];
  const known = new Set(acts.map((entry) => entry.id));
  return {
    exportedAt: formatInstant(Date.now()),
    ...data,
    ledger: acts.map(ledgerView),
    ledgerAbout: entries.filter((entry) => !known.has(entry.id)).map(ledgerView),
  };
}

/**
 * Where the account's names, and other spellings of them, stand in what people wrote. For the command line alone, as is their redaction: it reads everybody's
 * texts, and whoever may choose the words could blot out any.
 * @returns undefined when nobody has the id */
export async function mentionsOf(
  pool: Pool,
  id: string,
  others: readonly string[],
): Promise<{ spellings: string[]; items: MentionRecord[] } | undefined> {
  const names = await readNames(pool, id);
  if (names.length === 0) return undefined;
  await sequenceAll(pool);
  const spellings = [...new Set([...names, ...others])].filter((name) => name.length >= SHORTEST_SPELLING);
  const items = spellings.length === 0 ? [] : await findMentions(pool, new Spellings(spellings));
  return { spellings, items };
}

/** @returns undefined when nobody has the id; `held`: what a hold keeps that the person took part in */
export async function forget(
  pool: Pool,
  id: string,
  by: Actor | null,
  { reason, redact }: Wanted,
): Promise<{ pseudonym: string } | { held: string } | undefined> {
  const held = await findHoldOnPerson(pool, id);
  if (held !== undefined) return { held };
  // what was entered a moment ago is to be forgotten too
  await sequenceAll(pool);
  if (redact !== undefined && redact.length > 0) {
    const mentioned = (await findMentions(pool, new Spellings(redact))).find((mention) => mention.held);
    if (mentioned !== undefined) return { held: mentioned.of };
  }
  const pseudonym = await forgetPerson(pool, id, { at: Date.now(), by, reason, redact });
  return pseudonym === undefined ? undefined : { pseudonym };
}

/** What is held of somebody who has no account, under the number of a card or a plate. @returns undefined when there is nothing */
export async function withoutAccountData(pool: Pool, who: WithoutAccount): Promise<object | undefined> {
  const data = await readWithoutAccount(pool, who);
  if (data === undefined) return undefined;
  await sequenceAll(pool);
  const mentions = await findMentions(pool, new Spellings([who.number]));
  return { exportedAt: formatInstant(Date.now()), [who.kind]: who.number, ...data, mentions };
}

/** @returns undefined when it stands nowhere; `inUse`: what still goes by the number */
export async function forgetNumber(
  pool: Pool,
  who: WithoutAccount,
  reason: string,
): Promise<{ pseudonym: string } | { held: string } | { inUse: string } | undefined> {
  const kept = await findWhatKeeps(pool, who);
  if (kept !== undefined) return kept;
  await sequenceAll(pool);
  const pseudonym = await forgetWithoutAccount(pool, who, { at: Date.now(), by: null, reason });
  return pseudonym === undefined ? undefined : { pseudonym };
}

async function allEntries(pool: Pool, filter: Parameters<typeof listLedger>[1]): Promise<LedgerRecord[]> {
  const all: LedgerRecord[] = [];
  for (let after: number | null = null; ;) {
    const page: LedgerRecord[] = await listLedger(pool, filter, { after, limit: PAGE });
    all.push(...page);
    if (page.length < PAGE) return all;
    after = page.at(-1)!.position;
  }
}

function missing(id: string): ApiError {
  return new ApiError('person_not_found', `There is no person ${id}.`);
}
