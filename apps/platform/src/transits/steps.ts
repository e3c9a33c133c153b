import { Inject, Injectable } from '@nestjs/common';
import type { SealStep, Step, TransitView } from '@haidang/contract';
import {
  formatInstant,
  isWatched,
  parseInstant,
  TRANSIT_STEPS,
  type Instant,
  type TransitContainer,
  type TransitStep,
} from '@haidang/domain';
import {
  freeSeals,
  lockTransit,
  recordStep,
  replaceContainers,
  setTransitState,
  type TransitRecord,
} from '@haidang/store';
import { MAX_AHEAD } from '@haidang/wire';
import type { PoolClient } from 'pg';
import type { z } from 'zod';
import { ApiError, type FieldError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { invalid } from '../http/zod.pipe.js';
import { checkContainers } from './entry.js';
import { found } from './found.js';
import { TransitNews } from './transit-news.js';
import { checkSeals, guarded } from './transit-references.js';
import { transitView } from './view.js';

/** The steps people take with a transit. The transit's row is held from the look at its state to the commit. */
@Injectable()
export class TransitSteps {
  constructor(
    @Inject(Writes) private readonly writes: Writes,
    @Inject(TransitNews) private readonly news: TransitNews,
  ) {}

  /**
   * Every container gets its e-seal and the transit is sealed.
   * @throws ApiError `transit_not_found`, `wrong_state`, `invalid_request`, `reference_unknown`, `seal_in_use`, `not_sealed`
   */
  seal(call: WriteCall, id: string, body: z.infer<typeof SealStep>): Promise<TransitView> {
    return this.take(call, id, 'seal', {}, async (tx, record) => {
      const containers = withSeals(record, body.containers);
      checkContainers(containers);
      checkAllSealed(containers);
      await checkSeals(tx, id, containers);
      await guarded(() => replaceContainers(tx, id, containers));
    });
  }

  /** @throws ApiError `transit_not_found`, `wrong_state`, `not_sealed`, `invalid_request` */
  depart(call: WriteCall, id: string, body: z.infer<typeof Step>): Promise<TransitView> {
    return this.take(call, id, 'depart', body, async (_tx, record) => checkAllSealed(record.containers));
  }

  /** @throws ApiError `transit_not_found`, `wrong_state`, `invalid_request` */
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

  private async take(
    call: WriteCall,
    id: string,
    step: TransitStep,
    { at, reason }: z.infer<typeof Step>,
    work: (tx: PoolClient, record: TransitRecord) => Promise<void>,
  ): Promise<TransitView> {
    const now = Date.now();
    const view = await this.writes.run(call, 200, async (tx) => {
      const record = found(await lockTransit(tx, id), id);
      checkState(record, step);
      const happened = at === undefined ? now : parseInstant(at)!;
      checkTime(record, happened, now);
      await work(tx, record);
      await setTransitState(tx, id, {
        state: TRANSIT_STEPS[step].to,
        ...(step === 'depart' && { departedAt: happened }),
        ...(step === 'arrive' && { arrivedAt: happened }),
        ...(!isWatched(TRANSIT_STEPS[step].to) && { endedAt: happened }),
      });
      await recordStep(tx, id, { step, at: happened, reason });
      await this.news.oweRevision(tx, id, step, happened);
      return this.news.owe(tx, id);
    });
    await this.news.tellStep(id, at === undefined ? now : parseInstant(at)!);
    return view;
  }
}

function checkState(record: TransitRecord, step: TransitStep): void {
  const allowed: readonly string[] = TRANSIT_STEPS[step].from;
  if (allowed.includes(record.state)) return;
  const detail = `The transit is ${record.state}; ${step} is possible while it is ${allowed.join(' or ')}.`;
  throw new ApiError('wrong_state', detail, {
    members: { state: record.state, allowed, transit: transitView(record) },
  });
}

/** What is said to have happened lies neither in the future nor before what it follows. */
function checkTime({ departedAt, arrivedAt }: TransitRecord, happened: Instant, now: Instant): void {
  if (happened > now + MAX_AHEAD) throw invalid([{ path: 'at', message: 'it lies in the future' }]);
  const before = arrivedAt ?? departedAt;
  if (before === null || happened >= before) return;
  const what = arrivedAt === null ? 'departure' : 'arrival';
  throw invalid([{ path: 'at', message: `it lies before the ${what} at ${formatInstant(before)}` }]);
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
