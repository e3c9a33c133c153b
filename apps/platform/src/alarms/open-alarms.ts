import { Inject, Injectable } from '@nestjs/common';
import type { AlarmView } from '@haidang/contract';
import { SEVERITIES, type Severity } from '@haidang/domain';
import { readOpenAlarms } from '@haidang/store';
import type { Pool } from 'pg';
import { POOL } from '../database.js';
import { alarmView } from './view.js';

/**
 * The alarms that no one has resolved, in memory: they colour the map, hold gates and fill the desk when it opens.
 * Told of every change twice, when it is committed and when it is published; an older revision changes nothing.
 */
@Injectable()
export class OpenAlarms {
  private readonly byId = new Map<string, AlarmView>();
  private readonly bySeal = new Map<string, Set<string>>();
  private readonly byTransit = new Map<string, Set<string>>();

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async load(): Promise<void> {
    for (const record of (await readOpenAlarms(this.pool)).reverse()) this.changed(alarmView(record));
  }

  changed(alarm: AlarmView): void {
    const known = this.byId.get(alarm.id);
    if (known !== undefined && known.revision > alarm.revision) return;
    if (alarm.state === 'resolved') return this.remove(alarm);
    const { transitNumber, routeId } = { ...known, ...alarm };
    this.byId.set(alarm.id, {
      ...alarm,
      ...(transitNumber !== undefined && { transitNumber }),
      ...(routeId !== undefined && { routeId }),
    });
    if (alarm.sealId !== undefined) add(this.bySeal, alarm.sealId, alarm.id);
    for (const transitId of transitsOf(alarm)) add(this.byTransit, transitId, alarm.id);
  }

  /** The gravest alarm that has not ended of a seal, or of its transit as a whole. */
  worstOfSeal(sealId: string, transitId?: string): Severity | undefined {
    let worst = -1;
    const see = ({ end, severity }: AlarmView): void => {
      if (end === undefined) worst = Math.max(worst, SEVERITIES.indexOf(severity));
    };
    for (const id of this.bySeal.get(sealId) ?? []) see(this.byId.get(id)!);
    for (const id of (transitId !== undefined && this.byTransit.get(transitId)) || []) {
      const alarm = this.byId.get(id)!;
      if (alarm.sealId === undefined) see(alarm);
    }
    return SEVERITIES[worst];
  }

  hasCritical(transitId: string): boolean {
    for (const id of this.byTransit.get(transitId) ?? [])
      if (this.byId.get(id)!.severity === 'critical') return true;
    return false;
  }

  /** @param which of them; all without it */
  counts(which: (alarm: AlarmView) => boolean = () => true): Record<Severity, number> {
    const counts: Record<Severity, number> = { minor: 0, major: 0, critical: 0 };
    for (const alarm of this.byId.values()) if (which(alarm)) counts[alarm.severity]++;
    return counts;
  }

  /** The newest first, each as `shown` makes it; undefined: it is left out. */
  newest(limit: number, shown: (alarm: AlarmView) => AlarmView | undefined = (alarm) => alarm): AlarmView[] {
    const sorted = [...this.byId.values()].sort((a, b) => b.raisedAt.localeCompare(a.raisedAt));
    const found: AlarmView[] = [];
    for (const alarm of sorted) {
      if (found.length === limit) break;
      const view = shown(alarm);
      if (view !== undefined) found.push(view);
    }
    return found;
  }

  /** The transits that these alarms are about. */
  *transits(): Generator<string> {
    for (const alarm of this.byId.values()) yield* transitsOf(alarm);
  }

  private remove(alarm: AlarmView): void {
    this.byId.delete(alarm.id);
    if (alarm.sealId !== undefined) this.bySeal.get(alarm.sealId)?.delete(alarm.id);
    for (const transitId of transitsOf(alarm)) this.byTransit.get(transitId)?.delete(alarm.id);
  }
}

/** Whose alarm it is: of a meeting both transits'. */
export function transitsOf({ transitId, otherTransitId }: AlarmView): string[] {
  return [transitId, otherTransitId].filter((id) => id !== undefined);
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}
