import { AsyncLocalStorage } from 'node:async_hooks';
import type { Person } from '@haidang/domain';
import type { Actor } from '@haidang/store';

const acting = new AsyncLocalStorage<Person>();

/** Runs a request's work in the name of a person: what it reads is that person's scope, what it writes is that person's act. */
export function actingAs<T>(person: Person, work: () => T): T {
  return acting.run(person, work);
}

/** In whose name the work at hand is done; `undefined`: the platform's own, as the road's is. */
export function whoActs(): Person | undefined {
  return acting.getStore();
}

/** Whoever acts, as the database is asked and the ledger is told; `undefined`: nobody, who sees nothing. */
export function actorNow(): Actor | undefined {
  const person = acting.getStore();
  return person && actorOf(person);
}

export function actorOf({ id, role, organisationId }: Omit<Person, 'name'>): Actor {
  return { personId: id, role, organisationId };
}
