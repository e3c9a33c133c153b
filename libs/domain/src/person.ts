/** What a person may be. Which calls each role may make stands in the platform's access table; on what, follows from the organisation. */
export const ROLES = [
  'centre_operator',
  'shift_supervisor',
  'customs_officer',
  'port_operator',
  'carrier',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** Who takes steps of transits and works on alarms. */
export const CUSTOMS = ['centre_operator', 'shift_supervisor', 'customs_officer'] as const satisfies Role[];

/** Who works at the centre's desk, at which the alarms of the whole country come in. */
export const AT_CENTRE = ['centre_operator', 'shift_supervisor'] as const satisfies Role[];

/** Who registers transits, says what happens on their way and asks for what goes otherwise. */
export const ACTS_ON_TRANSITS = [...CUSTOMS, 'carrier'] as const satisfies Role[];

/** Who is told how a drive is judged: not who drives, nor who stands at the gate. */
export const SEE_ALARMS = [...CUSTOMS, 'auditor'] as const satisfies Role[];

/** Who sees cargo: the administrator gives out accounts and keys, and need not know where the goods are. */
export const SEE_CARGO = [...CUSTOMS, 'port_operator', 'carrier', 'auditor'] as const satisfies Role[];

/** Who sees what passes at gates: who stands there, and whom customs answers to. */
export const SEE_PASSAGES = [...CUSTOMS, 'port_operator', 'auditor'] as const satisfies Role[];

/** Who draws zones and routes: they are the whole country's. */
export const DRAW_MAP = ['shift_supervisor', 'administrator'] as const satisfies Role[];

/** Who has people trained, and sees how well they did. */
export const TRAIN = ['shift_supervisor', 'administrator'] as const satisfies Role[];

/** Somebody who is signed in: who acts, and from which place in the tree of organisations. */
export interface Person {
  readonly id: string;
  /** As it stands beside an act: `Lan Phạm`. */
  readonly name: string;
  readonly role: Role;
  readonly organisationId: string;
}
