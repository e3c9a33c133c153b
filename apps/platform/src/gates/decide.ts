import {
  isContainerNumber,
  normalisePlate,
  type Decision,
  type HoldReason,
  type Instant,
  type Passage,
} from '@haidang/domain';
import type { ContainerTask } from '../directory/directory.js';

/** What a decision is made from. */
export interface GateKnowledge {
  taskOfContainer(number: string): ContainerTask | undefined;
  hasCriticalAlarm(transitId: string): boolean;
}

/**
 * Decides a passage from what the platform knows of the container's transit: pass, or hold with every reason that speaks
 * against it. A container of no transit under way may not leave: nothing says that it is eligible (form 04).
 * Going in, only a number that cannot be read or cannot be true holds a truck.
 */
export function decide(gateId: string, passage: Passage, knowledge: GateKnowledge, now: Instant): Decision {
  const reasons = [...holdReasons(passage, knowledge)];
  return {
    passageId: passage.id,
    gateId,
    time: now,
    verdict: reasons.length === 0 ? 'pass' : 'hold',
    reasons,
    container: passage.container,
    direction: passage.direction,
  };
}

function* holdReasons(passage: Passage, knowledge: GateKnowledge): Generator<HoldReason> {
  if (passage.container === null) return yield 'container_unread';
  if (!isContainerNumber(passage.container)) return yield 'container_invalid';
  if (passage.direction === 'in') return;
  const task = knowledge.taskOfContainer(passage.container);
  if (task === undefined) return yield 'not_eligible';
  if (task.transitState === 'registered') yield 'transit_not_started';
  if (passage.sealId !== null && passage.sealId !== task.sealId) yield 'seal_mismatch';
  if (passage.plate !== null && passage.plate !== normalisePlate(task.plate)) yield 'plate_mismatch';
  if (knowledge.hasCriticalAlarm(task.transitId)) yield 'open_critical_alarm';
}
