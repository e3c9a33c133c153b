import { Camera, Facility, Gate, Organisation, Route, Seal, Zone } from '@haidang/contract';
import {
  camerasTable,
  facilitiesTable,
  findRouteOfZone,
  gatesTable,
  organisationsTable,
  routesTable,
  sealHasFixes,
  sealsTable,
  zonesTable,
  type CameraFields,
  type FacilityRecord,
  type OrganisationRecord,
  type RegisterTable,
  type RouteFields,
} from '@haidang/store';
import { checkPlaceInTree } from './organisation-tree.js';
import { checkLegs, checkZoneGeometry } from './geometry.js';
import type { InnerReference, Resource } from './resource.js';

export const organisations: Resource<Organisation> = {
  path: 'organisations',
  thing: 'organisation',
  notFound: 'organisation_not_found',
  table: narrow<OrganisationRecord, Organisation>(organisationsTable),
  schema: Organisation,
  answer: Organisation.meta({ id: 'Organisation' }),
  check: ({ id, parentId }) =>
    parentId === id ? [{ path: 'parentId', message: 'it cannot be its own parent' }] : [],
  refresh: (directory) => directory.refreshOrganisations(),
  checkAmongOthers: checkPlaceInTree,
};

export const facilities: Resource<Facility> = {
  path: 'facilities',
  thing: 'facility',
  notFound: 'facility_not_found',
  table: narrow<FacilityRecord, Facility>(facilitiesTable),
  schema: Facility,
  answer: Facility.meta({ id: 'Facility' }),
  refresh: (directory, ids) => directory.refreshFacilities(ids),
};

export const gates: Resource<Gate> = {
  path: 'gates',
  thing: 'gate',
  notFound: 'gate_not_found',
  table: gatesTable,
  schema: Gate,
  answer: Gate.meta({ id: 'Gate' }),
  refresh: (directory, ids) => directory.refreshGates(ids),
};

export const cameras: Resource<Camera> = {
  path: 'cameras',
  thing: 'camera',
  notFound: 'camera_not_found',
  table: narrow<CameraFields, Camera>(camerasTable),
  schema: Camera,
  answer: Camera.meta({ id: 'Camera' }),
  refresh: (directory, ids) => directory.refreshCameras(ids),
};

export const zones: Resource<Zone> = {
  path: 'zones',
  thing: 'zone',
  notFound: 'zone_not_found',
  table: zonesTable as RegisterTable<Zone>,
  schema: Zone,
  answer: Zone.meta({ id: 'Zone' }),
  check: (zone) => checkZoneGeometry(zone.geometry),
  findUser: async (tx, id) => {
    const route = await findRouteOfZone(tx, id);
    return route === undefined ? undefined : `route ${route}`;
  },
  refresh: (directory) => directory.refreshZones(),
};

export const routes: Resource<Route> = {
  path: 'routes',
  thing: 'route',
  notFound: 'route_not_found',
  table: narrow<RouteFields, Route>(routesTable),
  schema: Route,
  answer: Route.meta({ id: 'Route' }),
  check: (route) => checkLegs(route.legs),
  innerReferences: (route) =>
    route.legs.flatMap((leg, i) => [
      ...zonesOf(leg.stops, i, 'stops'),
      ...zonesOf(leg.checkpoints, i, 'checkpoints'),
    ]),
  refresh: (directory, ids) => directory.refreshRoutes(ids),
};

/** The calls on seals answer what the platform last heard of them as well: see ../seals. */
export const seals: Resource<Seal> = {
  path: 'seals',
  thing: 'seal',
  notFound: 'seal_not_found',
  table: sealsTable,
  schema: Seal,
  answer: Seal,
  findUser: async (tx, id) => ((await sealHasFixes(tx, id)) ? 'its own track' : undefined),
  refresh: (directory, ids) => directory.refreshSeals(ids),
};

/** The store knows the shape of a thing; its schema knows which words it may hold, and let nothing else in. */
function narrow<Wide extends { id: string }, T extends Wide>(table: RegisterTable<Wide>): RegisterTable<T> {
  return table as unknown as RegisterTable<T>;
}

function zonesOf(ids: readonly string[], leg: number, field: 'stops' | 'checkpoints'): InnerReference[] {
  return ids.map((id, i) => ({ path: `legs.${leg}.${field}.${i}`, table: zonesTable, id }));
}
