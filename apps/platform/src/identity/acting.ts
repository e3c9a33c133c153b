import { AsyncLocalStorage } from 'node:async_hooks';
import type { Person } from '@haidang/domain';
import type { Scope } from '@haidang/store';

const acting = new AsyncLocalStorage<Person>();

/** Runs a request's work in the name of a person: what it reads is that person's scope, what it writes is that person's act. */
export function actingAs<T>(person: Person, work: () => T): T {
  return acting.run(person, work);
}

/** In whose name the work at hand is done; `undefined`: the platform's own, as the road's is. */
export function whoActs(): Person | undefined {
  return acting.getStore();
}

/** The scope that the database is asked in; `undefined`: nobody's, which shows nothing. */
export function scopeNow(): Scope | undefined {
  const person = acting.getStore();
  return person && { personId: person.id, role: person.role, organisationId: person.organisationId };
}
