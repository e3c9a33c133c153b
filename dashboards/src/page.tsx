import type { Role } from '@haidang/domain';
import { useEffect, type ComponentType } from 'react';
import { CarrierPage } from './carrier/carrier-page.js';
import { CentrePage } from './centre/centre-page.js';
import { Wall } from './centre/wall.js';
import { GatehousePage } from './gatehouse/gatehouse-page.js';
import { OfficePage } from './office/office-page.js';
import { MapPage } from './drafting/map-page.js';
import { routeAt, type Route } from './routes.js';
import { TrainingDeskPage } from './training/training-desk-page.js';
import { TrainingPage } from './training/training-page.js';
import { TransitPage } from './transit/transit-page.js';
import { useServices } from './shared/services.js';
import { useIsOneOf } from './shared/session.js';

const AT_GATES: readonly Role[] = ['port_operator'];

const BODIES: Readonly<Record<Route, ComponentType>> = {
  transit: TransitPage,
  map: MapPage,
  trainingDesk: TrainingDeskPage,
  training: TrainingPage,
  gatehouse: GatehousePage,
  carrier: CarrierPage,
  office: OfficePage,
  wall: Wall,
  centre: CentrePage,
};

/** The page of the address. Who stands at a gate begins there; `/centre` is the centre's page for them, too. */
export function Page() {
  const { state } = useServices();
  const begins = useIsOneOf(AT_GATES) && location.pathname === '/' && !state.wall;
  useEffect(() => {
    if (begins) location.replace(`/gatehouse${location.search}`);
  }, [begins]);
  if (begins) return null;
  const Body = BODIES[routeAt(location.pathname, state.wall)];
  return <Body />;
}
