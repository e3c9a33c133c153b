import { Inject, Injectable, Logger } from '@nestjs/common';
import type { AlarmView, CaseView, PassageView, TransitView } from '@haidang/contract';
import { DISPATCH_UNDER_WAY, isErrandSeen, parseInstant, type Person } from '@haidang/domain';
import { readParties } from '@haidang/store';
import type { Pool } from 'pg';
import { transitsOf } from '../alarms/open-alarms.js';
import { caseForCarrier } from '../cases/view.js';
import { POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import { whoActs } from '../identity/acting.js';
import { follows, followsSeal, sees, type Parties, type Sight } from './sight.js';

/** Whose transits are kept beside those under way. */
const MOST_KEPT = 100_000;
/** An organisation that is not known is looked for once in so long. */
const LOOK_AGAIN_MS = 1_000;

/** What whoever acts, or whoever listens, sees of what lies in memory. */
@Injectable()
export class Sights {
  /** Of the transits that alarms are about. */
  private readonly kept = new Map<string, Parties>();
  private readonly log = new Logger('Sights');
  private lookedAt = -Infinity;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  now(): Sight {
    return this.of(whoActs());
  }

  of(person: Person | undefined): Sight {
    // made by another program, the command line perhaps
    if (person !== undefined && this.directory.tree.kindOf(person.organisationId) === undefined)
      this.lookAgain();
    return this.directory.tree.sightOf(person);
  }

  private lookAgain(): void {
    const now = performance.now();
    if (now - this.lookedAt < LOOK_AGAIN_MS) return;
    this.lookedAt = now;
    this.directory
      .refreshOrganisations()
      .catch((error: Error) => this.log.warn(`the organisations: ${error.message}`));
  }

  /** Keeps whose these transits are, also when they are over: what follows is asked without waiting. */
  async learn(transitIds: Iterable<string>): Promise<void> {
    const unknown: string[] = [];
    for (const id of new Set(transitIds)) {
      if (this.kept.has(id)) continue;
      const parties = this.directory.partiesOf(id);
      if (parties === undefined) unknown.push(id);
      else this.keep(id, parties);
    }
    if (unknown.length === 0) return;
    for (const { id, ...parties } of await readParties(this.pool, unknown)) this.keep(id, parties);
  }

  /** A transit changed: every change is told to the live feed. */
  changed(view: TransitView): void {
    if (this.kept.has(view.id)) this.kept.set(view.id, partiesIn(view));
  }

  private keep(id: string, { fromId, toId, carrierId, departedAt }: Parties): void {
    if (this.kept.size >= MOST_KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(id, { fromId, toId, carrierId, departedAt });
  }

  /** One that is not known whose it is belongs to nobody but those who see everything. */
  partiesOf(transitId: string): Parties | undefined {
    return this.directory.partiesOf(transitId) ?? this.kept.get(transitId);
  }

  followsTransit(sight: Sight, transitId: string): boolean {
    if (sight.all) return true;
    const parties = this.partiesOf(transitId);
    return parties !== undefined && follows(sight, parties);
  }

  /** An alarm as it is shown; undefined: not at all. Of a meeting with another's transit only that there is one is told. */
  alarmFor(sight: Sight, alarm: AlarmView): AlarmView | undefined {
    if (sight.all) return alarm;
    if (!this.seesAlarm(sight, alarm)) return undefined;
    if (alarm.transitId === undefined) return alarm;
    const parties = this.partiesOf(alarm.transitId);
    if (parties !== undefined && sees(sight, parties)) return alarm;
    const { transitNumber: _number, routeId: _route, ...rest } = alarm;
    return rest;
  }

  private seesAlarm(sight: Sight, alarm: AlarmView): boolean {
    if (sight.all) return true;
    if (!sight.watches) return false;
    const transits = transitsOf(alarm);
    if (transits.some((id) => this.followsTransit(sight, id))) return true;
    if (alarm.gateId !== undefined && this.isOwnGate(sight, alarm.gateId)) return true;
    if (alarm.facilityId !== undefined && this.isOwnPlace(sight, alarm.facilityId)) return true;
    if (sentOwn(sight, alarm)) return true;
    if (alarm.transitId !== undefined || alarm.sealId === undefined) return false;
    const owner = this.directory.seal(alarm.sealId)?.organisationId ?? null;
    return owner !== null && sight.owners.has(owner);
  }

  /** Whether the truck of an alarm that is seen is told with where it is: to who follows its seal, and to the office of those who were sent after it until they are back. */
  seeks(sight: Sight, { sealId, transitId, response }: AlarmView): boolean {
    if (sealId !== undefined && this.followsSeal(sight, sealId)) return true;
    if (transitId !== undefined && this.followsTransit(sight, transitId)) return true;
    if (response === undefined || !sight.places.has(response.facilityId)) return false;
    return DISPATCH_UNDER_WAY.includes(response.state);
  }

  /** At one's own gate; elsewhere of a container while its transit is one's own. */
  seesPassage(sight: Sight, passage: Pick<PassageView, 'gateId' | 'container' | 'time'>): boolean {
    if (sight.all || this.isOwnGate(sight, passage.gateId)) return true;
    const task =
      passage.container === undefined ? undefined : this.directory.taskOfContainer(passage.container);
    return task !== undefined && sees(sight, task) && parseInstant(passage.time)! >= task.registeredAt;
  }

  isOwnGate(sight: Sight, gateId: string): boolean {
    if (sight.all) return true;
    const gate = this.directory.gate(gateId);
    return gate !== undefined && sight.places.has(gate.facilityId);
  }

  /** What customs and the port tell each other is for those who stand there. */
  isOwnPlace(sight: Sight, facilityId: string): boolean {
    return sight.all || sight.places.has(facilityId);
  }

  /** A case as it is shown; undefined: not at all. Of what is but an alarm yet nothing is told to who drives, or stands at the gate. */
  caseFor(sight: Sight, found: CaseView): CaseView | undefined {
    if (sight.all) return found;
    const isTold = found.alarmId === undefined || found.segregated || found.decision !== undefined;
    if (!sight.watches && !isTold) return undefined;
    if (sight.places.has(found.facilityId)) return found;
    const parties = found.transitId === undefined ? undefined : this.partiesOf(found.transitId);
    if (parties === undefined || !sees(sight, parties)) return undefined;
    if (sight.watches) return found;
    return sight.role === 'carrier' ? caseForCarrier(found) : undefined;
  }

  followsSeal(sight: Sight, sealId: string): boolean {
    const entry = this.directory.seal(sealId);
    return entry !== undefined && followsSeal(sight, entry);
  }

  /** A transit as it is shown: what its limits are, and where it is, is not for everybody who sees its papers. */
  transitFor(sight: Sight, view: TransitView): TransitView {
    let shown = view;
    if (!sight.watches) {
      const { rules: _, revision: _v, alarms: _s, ...rest } = shown;
      shown = rest;
    }
    if (!follows(sight, partiesIn(view))) {
      const {
        progress: _p,
        remaining: _r,
        eta: _e,
        outliers: _o,
        checkpoints: _c,
        proposed: _d,
        contradicted: _a,
        witnesses: _w,
        ...rest
      } = shown;
      shown = rest;
    }
    return shown;
  }
}

/** A patrol of one's own was sent there: while it is under way, and for a while after. */
function sentOwn(sight: Sight, { response }: AlarmView): boolean {
  if (response === undefined || !sight.places.has(response.facilityId)) return false;
  return isErrandSeen(response.state, parseInstant(response.at)!, Date.now());
}

/** Whose a transit is, as its view says. */
export function partiesIn({ from, to, carrierId, departedAt }: TransitView): Parties {
  return {
    fromId: from,
    toId: to,
    carrierId: carrierId ?? null,
    departedAt: departedAt === null || departedAt === undefined ? null : parseInstant(departedAt)!,
  };
}
