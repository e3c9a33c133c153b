import { Controller, Get, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { Id } from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { Dossiers } from './dossiers.js';
import { DrawingRoom } from './drawing-room.js';

const DossierQuery = z.object({ language: z.enum(['vi', 'en']).default('vi') });

@Controller(`${API}/transits/:id/dossier.pdf`)
export class DossierController {
  constructor(
    @Inject(Dossiers) private readonly dossiers: Dossiers,
    @Inject(DrawingRoom) private readonly room: DrawingRoom,
  ) {}

  @Get()
  @Describe({
    id: 'getTransitDossier',
    tag: 'transits',
    summary: 'The dossier of a transit, to be printed and kept',
    description:
      'Who and what, a drawn map with the track, alarms and what was done, gate passages, the timeline, the people, and what the ledger has to prove it. It holds what the asking person may see.',
    params: { id: Id },
    query: DossierQuery,
    answers: [
      {
        status: 200,
        description: 'the dossier',
        alsoAs: { 'application/pdf': 'sheets of A4, in Vietnamese or English' },
      },
    ],
    problems: ['transit_not_found'],
  })
  async read(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(DossierQuery)) { language }: z.infer<typeof DossierQuery>,
  ): Promise<StreamableFile> {
    const facts = await this.dossiers.of(id, whoActs()!, Date.now());
    return new StreamableFile(await this.room.draw({ facts, language }), {
      type: 'application/pdf',
      disposition: `attachment; filename="${id}-dossier.pdf"`,
    });
  }
}
