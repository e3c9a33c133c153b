import type { Role } from '@haidang/domain';

/**
 * In whose name something is asked or done, and from which place in the tree of organisations. Never the name itself: who an id is, the
 * register of persons knows.
 */
export interface Actor {
  readonly personId: string;
  readonly role: Role;
  readonly organisationId: string;
}
