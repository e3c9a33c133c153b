import type { Role } from '@haidang/domain';
import { useEffect } from 'react';
import { CarrierPage } from './carrier/carrier-page.js';
import { CentrePage } from './centre/centre-page.js';
import { Wall } from './centre/wall.js';
import { GatehousePage } from './gatehouse/gatehouse-page.js';
import { OfficePage } from './office/office-page.js';
import { isOfficePage } from './office/pages.js';
import { mapPageAt } from './drafting/address.js';
import { MapPage } from './drafting/map-page.js';
import { trainingDeskAt } from './training/address.js';
import { TrainingDeskPage } from './training/training-desk-page.js';
import { TrainingPage } from './training/training-page.js';
import { transitAt } from './transit/address.js';
import { TransitPage } from './transit/transit-page.js';
import { useServices } from './shared/services.js';
import { useIsOneOf } from './shared/session.js';

const AT_GATES: readonly Role[] = ['port_operator'];

/** The page of the address. Who stands at a gate begins there; `/centre` is the centre's page for them, too. */
export function Page() {
  const { state } = useServices();
  const begins = useIsOneOf(AT_GATES) && location.pathname === '/' && !state.wall;
  useEffect(() => {
    if (begins) location.replace(`/gatehouse${location.search}`);
  }, [begins]);
  if (begins) return null;
  if (transitAt(location.pathname) !== undefined) return <TransitPage />;
  if (mapPageAt(location.pathname) !== undefined) return <MapPage />;
  const training = trainingDeskAt(location.pathname);
  if (training !== undefined) return <TrainingDeskPage id={training} />;
  if (location.pathname.startsWith('/training')) return <TrainingPage />;
  if (location.pathname === '/gatehouse') return <GatehousePage />;
  if (location.pathname === '/carrier') return <CarrierPage />;
  if (isOfficePage(location.pathname)) return <OfficePage />;
  return state.wall ? <Wall /> : <CentrePage />;
}
