import type { Role } from '@haidang/domain';
import { lazy, Suspense, useEffect, type ComponentType } from 'react';
import { CentrePage } from './centre/centre-page.js';
import { Wall } from './centre/wall.js';
import { routeAt, type Route } from './routes.js';
import { useServices } from './shared/services.js';
import { useIsOneOf } from './shared/session.js';

const AT_GATES: readonly Role[] = ['port_operator'];

/** The centre's page comes with the application, whose first map nobody should wait for; the others are files of their own. */
const BODIES: Readonly<Record<Route, ComponentType>> = {
  transit: lazy(async () => ({ default: (await import('./transit/transit-page.js')).TransitPage })),
  map: lazy(async () => ({ default: (await import('./drafting/map-page.js')).MapPage })),
  trainingDesk: lazy(async () => ({
    default: (await import('./training/training-desk-page.js')).TrainingDeskPage,
  })),
  training: lazy(async () => ({ default: (await import('./training/training-page.js')).TrainingPage })),
  gatehouse: lazy(async () => ({ default: (await import('./gatehouse/gatehouse-page.js')).GatehousePage })),
  carrier: lazy(async () => ({ default: (await import('./carrier/carrier-page.js')).CarrierPage })),
  office: lazy(async () => ({ default: (await import('./office/office-page.js')).OfficePage })),
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
  return (
    <Suspense>
      <Body />
    </Suspense>
  );
}
