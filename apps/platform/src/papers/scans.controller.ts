import { Body, Controller, Inject, Post, UseInterceptors } from '@nestjs/common';
import { ScanAnswer, ScanBody, type ScanView } from '@haidang/contract';
import { formatInstant, parseInstant } from '@haidang/domain';
import { enterLedger, markScanned } from '@haidang/store';
import type { z } from 'zod';
import { GateBook } from '../gates/gate-book.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { Call, Writes, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { actNow } from '../ledger/act.js';
import { KeepsSignature } from '../signatures/keeps-signature.js';

/** What the scan list (form 03) ordered is done; until then a gate holds the container. */
@Controller(`${API}/scans`)
@UseInterceptors(KeepsSignature)
export class ScansController {
  constructor(
    @Inject(Writes) private readonly writes: Writes,
    @Inject(GateBook) private readonly book: GateBook,
  ) {}

  @Post()
  @Describe({
    id: 'recordScan',
    tag: 'papers',
    summary: 'A container that was to be scanned (form 03) has been',
    description: 'Said again it changes nothing: the first time stands.',
    body: { schema: ScanBody },
    answers: [{ status: 201, description: 'when it was scanned', schema: ScanAnswer }],
    problems: ['reference_unknown', 'time_ahead'],
    write: true,
    signed: true,
  })
  async record(
    @Call() call: WriteCall,
    @Body(zod(ScanBody)) { facilityId, container, at }: z.infer<typeof ScanBody>,
  ): Promise<ScanView> {
    const now = Date.now();
    const said = at === undefined ? now : parseInstant(at)!;
    if (said > now) throw new ApiError('time_ahead');
    const view = await this.writes.run(call, 201, async (tx) => {
      const scanned = await markScanned(tx, facilityId, container, said);
      if (scanned === undefined)
        throw new ApiError(
          'reference_unknown',
          `no container ${container} that is to be scanned stands at ${facilityId}`,
        );
      const scannedAt = formatInstant(scanned);
      await enterLedger(tx, [actNow('scan.record', `container/${container}`, { facilityId, scannedAt })]);
      return { facilityId, container, scannedAt };
    });
    await this.book.refresh([container]);
    return view;
  }
}
