import { Inject, Injectable } from '@nestjs/common';
import type { SealStep, Step, TransitView } from '@haidang/contract';
import {
  formatInstant,
  parseInstant,
  TRANSIT_STEPS,
  type TransitContainer,
  type TransitStep,
} from '@haidang/domain';
import {
  approveTransit,
  enterLedger,
  freeSeals,
  lockTransit,
  recordStep,
  replaceContainers,
  type TransitRecord,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import type { z } from 'zod';
import { Sights } from '../access/sights.js';
import { checkOwnStep } from '../access/transit-acts.js';
import { ApiError, type FieldError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { invalid } from '../http/zod.pipe.js';
import { actNow } from '../ledger/act.js';
import { checkContainers } from './entry.js';
import { found } from './found.js';
import { checkPast, checkSeen, checkState, checkTime, stepAct, writeStep } from './take-step.js';
import { TransitNews } from './transit-news.js';
import { checkSeals, guarded } from './transit-references.js';
import { transitView } from './view.js';

/**
 * The steps people take with a transit, each on the revision that they saw, where they name it. The transit's row is held from the look at its
 * state to the commit.
 */
@Injectable()
export class TransitSteps {
  constructor(
    @Inject(Writes) private readonly writes: Writes,
    @Inject(TransitNews) private readonly news: TransitNews,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  /**
   * Every container gets its e-seal and the transit is sealed.
   * @throws ApiError `transit_not_found`, `transit_changed`, `wrong_state`, `invalid_request`, `reference_unknown`, `seal_in_use`, `not_sealed`
   */
  seal(call: WriteCall, id: string, body: z.infer<typeof SealStep>): Promise<TransitView> {
    return this.take(call, id, 'seal', body, async (tx, record) => {
      const containers = withSeals(record, body.containers);
      checkContainers(containers);
      checkAllSealed(containers);
      await checkSeals(tx, id, containers);
      await guarded(() => replaceContainers(tx, id, containers));
      await this.news.oweHandedOn(tx, id);
      await enterLedger(tx, [actNow('transit.attach_seals', `transit/${id}`, { containers })]);
    });
  }

  /** @throws ApiError `transit_not_found`, `transit_changed`, `wrong_state`, `not_sealed`, `invalid_request` */
  depart(call: WriteCall, id: string, body: z.infer<typeof Step>): Promise<TransitView> {
    return this.take(call, id, 'depart', body, async (_tx, record) => checkAllSealed(record.containers));
  }

  /** @throws ApiError `transit_not_found`, `transit_changed`, `wrong_state`, `invalid_request` */
  arrive(call: WriteCall, id: string, body: z.infer<typeof Step>): Promise<TransitView> {
    return this.take(call, id, 'arrive', body, async () => undefined);
  }

  /** Closes or cancels it: its seals are free for others. @throws ApiError as {@link arrive} */
  end(
    call: WriteCall,
    id: string,
    step: 'close' | 'cancel',
    body: z.infer<typeof Step>,
  ): Promise<TransitView> {
    return this.take(call, id, step, body, (tx) => freeSeals(tx, id));
  }

  /**
   * An officer of the office of departure approves it; once sealed as well, its leaving is a departure.
   * @throws ApiError `transit_not_found`, `transit_changed`, `wrong_state` (also when it is approved already), `invalid_request`
   */
  async approve(
    call: WriteCall,
    id: string,
    { at, reason, revision }: z.infer<typeof Step>,
  ): Promise<TransitView> {
    const now = Date.now();
    const view = await this.writes.run(call, 200, async (tx) => {
      const record = found(await lockTransit(tx, id), id);
      checkOwnStep(this.sights.now(), record, 'approve');
      checkSeen(record, revision);
      checkState(record, 'approve', ['registered', 'sealed']);
      checkNotApproved(record);
      const happened = at === undefined ? now : parseInstant(at)!;
      checkPast(happened, now);
      await approveTransit(tx, id, happened);
      await recordStep(tx, id, { step: 'approve', at: happened, reason, by: whoActs() });
      await enterLedger(tx, [stepAct(id, { step: 'approve', at: happened, reason, revision })]);
      return this.news.owe(tx, id);
    });
    await this.news.tell(id);
    return view;
  }

  /** Without a time the step happened when it is proposed to have happened, else now. */
  private async take(
    call: WriteCall,
    id: string,
    step: TransitStep,
    { at, reason, revision }: z.infer<typeof Step>,
    work: (tx: PoolClient, record: TransitRecord) => Promise<void>,
  ): Promise<TransitView> {
    const now = Date.now();
    let happened = at === undefined ? now : parseInstant(at)!;
    const view = await this.writes.run(call, 200, async (tx) => {
      const record = found(await lockTransit(tx, id), id);
      checkOwnStep(this.sights.now(), record, step);
      checkSeen(record, revision);
      checkState(record, step, TRANSIT_STEPS[step].from);
      const proposal = record.proposal?.step === step ? record.proposal : null;
      if (at === undefined && proposal !== null) happened = proposal.at;
      checkTime(record, happened, now);
      await work(tx, record);
      const how = proposal?.at === happened ? 'confirmed' : undefined;
      await writeStep(tx, this.news, id, { step, at: happened, reason, how, revision });
      return this.news.owe(tx, id);
    });
    await this.news.tellStep(id, happened);
    return view;
  }
}

function checkNotApproved(record: TransitRecord): void {
  if (record.approvedAt === null) return;
  const detail = `The transit was approved at ${formatInstant(record.approvedAt)}.`;
  throw new ApiError('wrong_state', detail, {
    members: { state: record.state, transit: transitView(record) },
  });
}

function withSeals(
  { containers }: TransitRecord,
  seals: readonly { readonly number: string; readonly sealId: string }[],
): TransitContainer[] {
  const errors: FieldError[] = seals.flatMap(({ number }, i) =>
    containers.some((container) => container.number === number)
      ? []
      : [{ path: `containers.${i}.number`, message: `${number} is not a container of this transit` }],
  );
  if (errors.length > 0) throw invalid(errors);
  const sealOf = new Map(seals.map(({ number, sealId }) => [number, sealId]));
  return containers.map((container) => {
    const sealId = sealOf.get(container.number) ?? container.sealId;
    return sealId === undefined ? container : { ...container, sealId };
  });
}

function checkAllSealed(containers: readonly TransitContainer[]): void {
  const open = containers.filter(({ sealId }) => sealId === undefined).map(({ number }) => number);
  if (open.length === 0) return;
  throw new ApiError('not_sealed', `No seal closes ${open.join(', ')}.`, { members: { containers: open } });
}
