import type { TrainingSheetView, TrainingView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import type { TrainingRecord } from '@haidang/store';
import { whoActs } from '../identity/acting.js';

/** As whoever acts now may see it. @param sheet where it is shown */
export function trainingView(one: TrainingRecord, sheet?: unknown): TrainingView {
  const isToBeFound = one.state !== 'ended' && one.trainee_id === whoActs()?.id;
  return {
    ...{ id: one.id, organisationId: one.organisation_id, speed: one.speed, state: one.state },
    ...(!isToBeFound && { scenario: one.scenario }),
    ...(one.ending !== null && { ending: one.ending }),
    ...{ trainee: one.trainee, traineeId: one.trainee_id, givenBy: one.given_by },
    createdAt: iso(one.created_at),
    ...(one.begun_at !== null && { begunAt: iso(one.begun_at) }),
    ...(one.ended_at !== null && { endedAt: iso(one.ended_at) }),
    ...(one.points !== null && one.points_of !== null && { points: one.points, pointsOf: one.points_of }),
    ...(sheet != null && { sheet: sheet as TrainingSheetView }),
  };
}

const iso = (at: Date): string => formatInstant(at.getTime());
