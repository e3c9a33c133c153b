import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  DeskPersonView,
  NewTrainingBody,
  Page,
  TrainingDeskView,
  TrainingView,
} from '@haidang/contract';
import {
  formatInstant,
  type TrainingEnding,
  type TrainingLanguage,
  type TrainingState,
} from '@haidang/domain';
import {
  beginTraining,
  endTraining,
  enterLedger,
  findTraining,
  insertTraining,
  listTrainings,
  lockTraining,
  readTrainees,
  type Queryable,
  type ScopedPool,
  type TrainingRecord,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { endOf, entryOf, entryOfEnd } from './end.js';
import { Recordings } from './recordings.js';
import { MOST_RUNNING, Sandboxes } from './sandboxes.js';
import { sheetOf } from './sandbox/score.js';
import { trainingView } from './view.js';

/**
 * Training sessions: given by a supervisor to somebody of their own organisation, begun and worked on by that person alone, scored at the end.
 */
@Injectable()
export class Trainings {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Recordings) private readonly recordings: Recordings,
    @Inject(Sandboxes) private readonly sandboxes: Sandboxes,
  ) {}

  /** The latest first; who trains others sees theirs, everybody else their own. */
  async list(query: {
    readonly state?: readonly TrainingState[] | undefined;
    readonly limit: number;
    readonly cursor?: string | undefined;
  }): Promise<Page<TrainingView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listTrainings(this.db, query.state, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, (row) => trainingView(row));
  }

  /** With its sheet; while it runs, as it stands now, but not to the trainee. @throws ApiError `training_not_found` */
  async find(id: string): Promise<TrainingView> {
    const record = found(await findTraining(this.db, id), id);
    const sandbox = record.trainee_id === whoActs()?.id ? undefined : this.sandboxes.find(id);
    if (sandbox === undefined) return trainingView(record, record.sheet);
    sandbox.advance(Date.now());
    return trainingView(record, sheetOf(sandbox));
  }

  /** Of one's own that does not run: what there is to say of it. @throws ApiError `training_not_found` */
  async idleDesk(id: string): Promise<TrainingDeskView> {
    const record = await findTraining(this.db, id);
    const own = record?.trainee_id === whoActs()?.id ? record : undefined;
    const { state, speed } = found(own, id);
    const now = formatInstant(Date.now());
    return { now, speed, state, left: 0, told: state !== 'waiting', version: 0, alarms: [], positions: [] };
  }

  /** Who can be trained by whoever asks. */
  async people(): Promise<{ items: DeskPersonView[] }> {
    const people = await readTrainees(this.db, whoActs()!.organisationId);
    return {
      items: people.map(({ id, name, role, organisation_id: organisationId }) => ({
        ...{ id, name, role, organisationId },
      })),
    };
  }

  /** @throws ApiError `reference_unknown`, `already_exists` while the person has one that is not over */
  give(call: WriteCall, { scenario, traineeId, speed }: NewTrainingBody): Promise<TrainingView> {
    const giver = whoActs()!;
    if (this.recordings.find(scenario) === undefined)
      throw refused('reference_unknown', [{ path: 'scenario', message: `there is no ${scenario}` }]);
    return this.writes.run(call, 201, async (tx) => {
      const trainee = (await readTrainees(tx, giver.organisationId)).find((one) => one.id === traineeId);
      if (trainee === undefined)
        throw refused('reference_unknown', [
          {
            path: 'traineeId',
            message: `nobody at a desk of ${giver.organisationId} has the id ${traineeId}`,
          },
        ]);
      const id = randomUUID();
      const session = {
        ...{ id, scenario, speed, organisation_id: giver.organisationId },
        ...{ trainee: trainee.name, trainee_id: trainee.id, given_by: giver.name, given_by_id: giver.id },
      };
      if (!(await insertTraining(tx, session)))
        throw new ApiError('already_exists', `${trainee.name} has a session that is not over.`);
      await enterLedger(tx, [entryOf('start', id, { scenario, speed, trainee: traineeId })]);
      return trainingView(found(await findTraining(tx, id), id));
    });
  }

  /** The trainee presses start: the story begins now. @throws ApiError `training_not_found`, `wrong_state`, `unavailable` */
  async begin(call: WriteCall, id: string, language: TrainingLanguage): Promise<TrainingView> {
    let open: (() => void) | undefined;
    const view = await this.writes.run(call, 200, async (tx) => {
      const record = await this.own(tx, id);
      checkState(record, 'waiting');
      const recording = this.recordings.find(record.scenario);
      if (recording === undefined)
        throw new ApiError('unavailable', `The scenario ${record.scenario} is not here any more.`);
      if (this.sandboxes.isFull)
        throw new ApiError('unavailable', `${MOST_RUNNING} sessions run; wait until one of them ends.`);
      const begun = Date.now();
      await beginTraining(tx, id, begun);
      await enterLedger(tx, [entryOf('begin', id)]);
      const { speed, trainee: name, trainee_id: traineeId } = record;
      open = () =>
        this.sandboxes.open(id, recording, { speed, begun, language, trainee: { id: traineeId, name } });
      return trainingView(found(await findTraining(tx, id), id));
    });
    open?.();
    return view;
  }

  /** The trainee is done. @throws ApiError `training_not_found`, `wrong_state` */
  finish(call: WriteCall, id: string): Promise<TrainingView> {
    return this.end(call, id, async (tx) => {
      checkState(await this.own(tx, id), 'running');
      return 'finished';
    });
  }

  /** Somebody who trains others ends it, or takes it back before it began. @throws ApiError `training_not_found`, `wrong_state` */
  stop(call: WriteCall, id: string): Promise<TrainingView> {
    return this.end(call, id, async (tx) => {
      const record = found(await lockTraining(tx, id), id);
      if (record.state === 'waiting') return 'withdrawn';
      checkState(record, 'running');
      return 'stopped';
    });
  }

  private async end(
    call: WriteCall,
    id: string,
    endingOf: (tx: PoolClient) => Promise<TrainingEnding>,
  ): Promise<TrainingView> {
    const view = await this.writes.run(call, 200, async (tx) => {
      const end = endOf(this.sandboxes.find(id), await endingOf(tx), Date.now());
      await endTraining(tx, id, end);
      await enterLedger(tx, [entryOfEnd(id, end)]);
      const record = found(await findTraining(tx, id), id);
      return trainingView(record, record.sheet);
    });
    this.sandboxes.close(id);
    return view;
  }

  /** One's own to work on, held. @throws ApiError `training_not_found`, also of one that is only one's to see */
  private async own(tx: Queryable, id: string): Promise<TrainingRecord> {
    const record = await lockTraining(tx, id);
    return found(record?.trainee_id === whoActs()?.id ? record : undefined, id);
  }
}

function found(record: TrainingRecord | undefined, id: string): TrainingRecord {
  if (record === undefined) throw new ApiError('training_not_found', `There is no training session ${id}.`);
  return record;
}

function checkState({ state }: TrainingRecord, wanted: TrainingRecord['state']): void {
  if (state !== wanted)
    throw new ApiError('wrong_state', `The session is ${state}, and not ${wanted}.`, { members: { state } });
}
