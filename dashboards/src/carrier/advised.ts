import type { AlarmKind } from '@haidang/domain';

/** What a driver or a dispatcher can do something about, the usual first. */
export const ADVISED = [
  'signal_lost',
  'low_battery',
  'late_departure',
  'late_arrival',
  'unscheduled_stop',
  'off_route',
  'reverse_direction',
  'wrong_destination',
  'forbidden_zone',
  'rendezvous',
  'jamming',
  'position_jump',
  'seal_tampered',
  'unauthorised_unlock',
  'unlock_attempt',
  'unarmed_movement',
  'motor_fault',
  'seal_separated',
  'plate_mismatch',
  'container_mismatch',
  'not_eligible_exit',
] as const satisfies AlarmKind[];
