import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  HandoverItem,
  HandoverPatch,
  HandoverSign,
  HandoverView,
  NewHandoverBody,
  Page,
  WholeHandoverView,
} from '@haidang/contract';
import { CUSTOMS, type Person } from '@haidang/domain';
import {
  enterLedger,
  findHandover,
  findHandoverUnderWay,
  giveHandover,
  insertHandover,
  listHandovers,
  lockHandover,
  rewordHandover,
  takeHandover,
  type HandoverRecord,
  type Queryable,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { invalid } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { changesBetween } from './changes.js';
import { hashOf } from './hash.js';
import { readUndone, type LeftOf } from './undone.js';
import { handoverView, stateOf, wholeView, type Shown } from './view.js';

/**
 * What a shift hands to the next: written by who goes, signed by them, read and signed by who comes. A signature is for what its author saw: where
 * that has moved on, nothing is signed and the note is shown as it is.
 */
@Injectable()
export class Handovers {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
  ) {}

  /** Of an organisation, or of all that one sees; the latest first. */
  async list(
    organisationId: string | undefined,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<HandoverView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listHandovers(this.db, organisationId, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, handoverView);
  }

  /** @throws ApiError `handover_not_found` */
  async find(id: string): Promise<WholeHandoverView> {
    return shown(this.db, found(await findHandover(this.db, id), id));
  }

  /** Of one's own organisation, with what is not done now. @throws ApiError `already_exists` while one is under way */
  begin(call: WriteCall, { remark }: NewHandoverBody): Promise<WholeHandoverView> {
    return this.writes.run(call, 201, async (tx) => {
      const { id: byId, name: by, organisationId } = author();
      const [id, at] = [randomUUID(), new Date()];
      const { items, left, leftOf } = await readUndone(tx, at.getTime());
      const begun = { id, organisationId, remark, picture: { items, left, leftOf }, at, by, byId };
      if (!(await insertHandover(tx, begun))) {
        const handover = await findHandoverUnderWay(tx, organisationId);
        throw new ApiError('already_exists', 'A shift is being handed over already.', {
          members: { handover },
        });
      }
      await enterLedger(tx, [actNow('handover.begin', `handover/${id}`, { organisationId, remark })]);
      return await shown(tx, found(await findHandover(tx, id), id));
    });
  }

  /**
   * What is written in it. Who had signed it has to sign it anew.
   * @throws ApiError `handover_not_found`, `other_shift`, `handover_changed`, `wrong_state` of one that was taken over, `invalid_request`
   */
  reword(call: WriteCall, id: string, patch: HandoverPatch): Promise<WholeHandoverView> {
    return this.writes.run(call, 200, async (tx) => {
      const note = await own(tx, id);
      if (stateOf(note) === 'taken') throw wrongState('It was taken over: it stands as it is.');
      const before = await shown(tx, note);
      if (note.revision !== patch.revision) throw changed(before, 'Somebody has written in it meanwhile.');
      const known = [...before.items, ...before.changes.flatMap(({ item }) => item ?? [])];
      const { remark = note.remark, notes = {} } = patch;
      checkKeys(Object.keys(notes), known, note);
      const words = Object.entries({ ...note.notes, ...notes }).filter(([, text]) => text !== '');
      await rewordHandover(tx, id, { remark, notes: Object.fromEntries(words) });
      const { revision: _, ...said } = patch;
      await enterLedger(tx, [
        actNow('handover.change', `handover/${id}`, {
          ...{ revision: note.revision + 1, ...said },
          ...(note.given_hash !== null && { unsigned: note.given_hash }),
        }),
      ]);
      return await shown(tx, found(await findHandover(tx, id), id));
    });
  }

  /** Who hands over signs. @throws ApiError `handover_not_found`, `other_shift`, `handover_changed`, `wrong_state` */
  give(call: WriteCall, id: string, { hash }: HandoverSign): Promise<WholeHandoverView> {
    return this.writes.run(call, 200, async (tx) => {
      const note = await own(tx, id);
      if (stateOf(note) !== 'draft') throw wrongState('It was signed by who hands over already.');
      const view = await shown(tx, note);
      if (view.hash !== hash) throw changed(view, 'It has changed since it was looked at.');
      const { items, left, leftOf, changes } = view;
      const { alarm: _, ...others } = leftOf;
      await giveHandover(tx, id, { items, left, leftOf: others }, { ...signing(), hash, changes });
      await enterLedger(tx, [signed('handover.give', note, { hash, changes: changes.length })]);
      return await shown(tx, found(await findHandover(tx, id), id));
    });
  }

  /** Who comes has read it, and signs. @throws ApiError `handover_not_found`, `other_shift`, `own_handover`, `handover_changed`, `wrong_state` */
  take(call: WriteCall, id: string, { hash }: HandoverSign): Promise<WholeHandoverView> {
    return this.writes.run(call, 200, async (tx) => {
      const note = await own(tx, id);
      const state = stateOf(note);
      if (state === 'draft') throw wrongState('Nobody has signed that they hand it over.');
      if (state === 'taken') throw wrongState('It was taken over already.');
      if (note.given_by_id === author().id) throw new ApiError('own_handover');
      const view = await shown(tx, note);
      if (view.hash !== hash) throw changed(view, 'It has changed since it was looked at.');
      const { changes } = view;
      await takeHandover(tx, id, { ...signing(), hash, changes });
      await enterLedger(tx, [
        signed('handover.take', note, { hash, changes: changes.length, given: note.given_hash }),
      ]);
      return await shown(tx, found(await findHandover(tx, id), id));
    });
  }
}

/** As whoever acts is shown it. Who may not sign sees it as it was looked at last: what is not done now is as those see it whose shift it is. */
async function shown(db: Queryable, note: HandoverRecord): Promise<WholeHandoverView> {
  const { left, leftOf } = note.picture;
  const items = note.picture.items as readonly HandoverItem[];
  const before = { items, left, ...(leftOf !== undefined && { leftOf: leftOf as LeftOf }) };
  const state = stateOf(note);
  if (state === 'taken' || !isOwn(note)) return wholeView(note, { ...before, changes: [] });
  const now = await readUndone(db, Date.now(), items);
  const changes = changesBetween(before, now, note.pictured_at.getTime());
  const seen: Shown = { ...(state === 'draft' ? now : before), changes };
  const as = state === 'draft' ? 'give' : 'take';
  return wholeView(note, { ...seen, hash: hashOf(note, seen, changes, as) });
}

function isOwn({ organisation_id }: HandoverRecord): boolean {
  const person = whoActs();
  return (
    person !== undefined &&
    CUSTOMS.some((role) => role === person.role) &&
    person.organisationId === organisation_id
  );
}

/** Held, and of one's own organisation. @throws ApiError `handover_not_found`, `other_shift` */
async function own(tx: PoolClient, id: string): Promise<HandoverRecord> {
  const note = found(await lockHandover(tx, id), id);
  if (!isOwn(note)) throw new ApiError('other_shift');
  return note;
}

/** A word is to something that is in the note. @throws ApiError `invalid_request` */
function checkKeys(keys: readonly string[], items: readonly HandoverItem[], note: HandoverRecord): void {
  const known = new Set([...items.map(({ key }) => key), ...Object.keys(note.notes)]);
  const errors = keys
    .filter((key) => !known.has(key))
    .map((key) => ({ path: `notes.${key}`, message: 'there is no such item in the note' }));
  if (errors.length > 0) throw invalid(errors);
}

function author(): Person {
  return whoActs()!;
}

function signing() {
  const { id: byId, name: by } = author();
  return { at: new Date(), by, byId };
}

function signed(kind: string, { id, organisation_id: organisationId, revision }: HandoverRecord, of: object) {
  return actNow(kind, `handover/${id}`, { organisationId, revision, ...of });
}

function found(note: HandoverRecord | undefined, id: string): HandoverRecord {
  if (note === undefined) throw new ApiError('handover_not_found', `There is no handover ${id}.`);
  return note;
}

function wrongState(detail: string): ApiError {
  return new ApiError('wrong_state', detail);
}

function changed(handover: WholeHandoverView, detail: string): ApiError {
  return new ApiError('handover_changed', detail, { members: { handover } });
}
