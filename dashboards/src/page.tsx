import type { Role } from '@haidang/domain';
import { lazy, Suspense, useEffect, type ComponentType } from 'react';
import { AlarmBar } from './centre/alarm-bar.js';
import { CentrePage } from './centre/centre-page.js';
import { Wall } from './centre/wall.js';
import { routeAt, type Route } from './routes.js';
import { useServices } from './shared/services.js';
import { useIsOneOf } from './shared/session.js';

const AT_GATES: readonly Role[] = ['port_operator'];
const AT_CENTRE: readonly Role[] = ['centre_operator', 'shift_supervisor'];
/** Pages that an operator may have before them while alarms come. The centre's own has all of them; beside a trainee's, which has its own, they are marked as real. */
const BESIDE_THE_DESK: readonly Route[] = ['transit', 'map', 'training', 'trainingDesk', 'office'];

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
  const isOfCentre = useIsOneOf(AT_CENTRE);
  const begins = useIsOneOf(AT_GATES) && location.pathname === '/' && !state.wall;
  useEffect(() => {
    if (begins) location.replace(`/gatehouse${location.search}`);
  }, [begins]);
  if (begins) return null;
  const route = routeAt(location.pathname, state.wall);
  const Body = BODIES[route];
  return (
    <Suspense>
      <Body />
      {isOfCentre && BESIDE_THE_DESK.includes(route) && <AlarmBar isMarked={route === 'trainingDesk'} />}
    </Suspense>
  );
}
