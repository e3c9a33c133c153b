import { Inject, Injectable } from '@nestjs/common';
import type { AlarmView, TimelineEntry } from '@haidang/contract';
import { DEFAULT_RULES, SEE_ALARMS, type Person } from '@haidang/domain';
import {
  facilitiesTable,
  findRecords,
  listAlarms,
  listRecords,
  organisationsTable,
  readSealSpans,
  readSignedCheckpoint,
  readSignedEntries,
  readTimeline,
  readTransitEntries,
  routesTable,
  streamTrack,
  zonesTable,
  type ScopedPool,
  type TransitRecord,
} from '@haidang/store';
import { alarmView } from '../alarms/view.js';
import { SERVING } from '../database.js';
import { judged } from '../seals/believed.js';
import { TransitTracks } from '../transits/transit-tracks.js';
import { Transits } from '../transits/transits.js';
import { timelineEntry } from '../transits/view.js';
import { MOST_LINES } from './content.js';
import type { DossierFacts } from './facts.js';
import { TrackFold } from './track-fold.js';

/** Lines of a timeline that are read: those that are not printed still tell who acted. */
const MOST_READ = 5_000;
const MOST_ALARMS = 1_000;
const MOST_ZONES = 1_000;

/** Reads what a dossier is made of, in the scope of whom it is for. */
@Injectable()
export class Dossiers {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Transits) private readonly transits: Transits,
    @Inject(TransitTracks) private readonly transitTracks: TransitTracks,
  ) {}

  /** @throws ApiError `transit_not_found` */
  async of(id: string, person: Pick<Person, 'name' | 'role'>, now: number): Promise<DossierFacts> {
    const record = await this.transits.find(id);
    const timeline = await this.timeline(id);
    const alarms = await this.alarms(id);
    const passages = timeline.flatMap(({ passageId }) => passageId ?? []);
    const [facilities, fold, spans] = [
      await findRecords(this.db, facilitiesTable, [record.from, record.to]),
      await this.track(record, now),
      await readSealSpans(this.db, id),
    ];
    const officeOf = (place: string) => facilities.find((one) => one.id === place)?.organisationId ?? null;
    const offices = { from: officeOf(record.from), to: officeOf(record.to) };
    const known = [offices.from, offices.to, record.carrierId].filter((one) => one !== null);
    const organisations = await findRecords(this.db, organisationsTable, [...new Set(known)]);
    const ledger = await readTransitEntries(this.db, id, passages, MOST_LINES + 1);
    const zones = await listRecords(this.db, zonesTable, { after: null, limit: MOST_ZONES });
    return {
      transit: this.transits.view(record),
      madeAt: now,
      madeFor: { name: person.name, role: person.role },
      seesAlarms: (SEE_ALARMS as readonly string[]).includes(person.role),
      names: new Map([...facilities, ...organisations].map((one) => [one.id, one.name])),
      offices,
      route: (await findRecords(this.db, routesTable, [record.routeId]))[0],
      forbidden: zones.filter(({ kind }) => kind === 'forbidden'),
      earlierSeals: spans.past.map(({ number, sealId, ends }) => ({
        container: number,
        sealId,
        until: ends,
      })),
      track: fold.figures,
      drawn: fold.drawn,
      said: fold.said,
      timeline,
      alarms,
      ledger,
      ...(await readSignedEntries(this.db, ledger.slice(0, MOST_LINES))),
      checkpoint: await readSignedCheckpoint(this.db),
    };
  }

  private async timeline(id: string): Promise<TimelineEntry[]> {
    const lines = await readTimeline(this.db, id, { after: null, limit: MOST_READ });
    return lines.map(({ value }) => timelineEntry(value));
  }

  private async alarms(id: string): Promise<AlarmView[]> {
    const rows = await listAlarms(this.db, { transitId: id }, { after: null, limit: MOST_ALARMS });
    return rows.map(({ value }) => alarmView(value)).sort((a, b) => a.start.localeCompare(b.start));
  }

  private async track(record: TransitRecord, now: number): Promise<TrackFold> {
    const { sources, from, to } = await this.transitTracks.of(record, {}, now);
    const fold = new TrackFold();
    for (const source of sources)
      await fold.take(
        source.sealId,
        judged(streamTrack(this.db, { seals: [source], from, to }), source.rules ?? DEFAULT_RULES),
      );
    return fold;
  }
}
