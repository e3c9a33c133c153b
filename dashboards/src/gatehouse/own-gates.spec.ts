import type { Facility, Gate, Organisation, PersonView } from '@haidang/contract';
import type { Role } from '@haidang/domain';
import { expect, test } from 'vitest';
import { ownGates, type Places } from './own-gates.js';

const place = { lat: 20.8, lon: 106.7 };
const gate = (id: string, facilityId: string): Gate => ({ id, name: `Cổng ${id}`, facilityId, place });
const facility = (id: string, organisationId: string, operatorId: string): Facility => ({
  ...{ id, name: id, kind: 'seaport', place, organisationId, operatorId },
});
const organisation = (id: string, kind: Organisation['kind'], parentId?: string): Organisation => ({
  ...{ id, name: id, kind },
  ...(parentId !== undefined && { parentId }),
});

const register: Places = {
  gates: [gate('2', 'NORTH'), gate('1', 'NORTH'), gate('3', 'SOUTH')],
  facilities: [facility('NORTH', 'OFFICE-N', 'PORT-N'), facility('SOUTH', 'OFFICE-S', 'PORT-S')],
  // a child stands before its parent
  organisations: [
    organisation('OFFICE-N', 'office', 'REGION'),
    organisation('REGION', 'department', 'HQ'),
    organisation('OFFICE-S', 'office', 'HQ'),
    organisation('PORT-N', 'port_operator'),
  ],
};

function person(role: Role, id: string, kind: string): PersonView {
  return { id: 'p', username: 'p', name: 'P', role, organisation: { id, name: id, kind } };
}

test.each([
  ['port_operator', 'PORT-N', 'port_operator', ['1', '2']],
  ['customs_officer', 'OFFICE-S', 'office', ['3']],
  ['customs_officer', 'REGION', 'department', ['1', '2']],
  ['customs_officer', 'HQ', 'department', ['1', '2', '3']],
  ['shift_supervisor', 'TTGS', 'centre', ['1', '2', '3']],
  ['auditor', 'ELSEWHERE', 'office', ['1', '2', '3']],
  ['port_operator', 'PORT-X', 'port_operator', []],
] as const)('%s of %s has the gates of what it runs or answers for', (role, id, kind, wanted) => {
  expect(ownGates(register, person(role, id, kind)).map((one) => one.id)).toEqual(wanted);
});
