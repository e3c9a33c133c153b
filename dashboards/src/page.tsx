import type { Role } from '@haidang/domain';
import { lazy, Suspense, useEffect, useLayoutEffect, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { AlarmBar } from './centre/alarm-bar.js';
import { AT_CENTRE } from './centre/bar-keys.js';
import { CentrePage } from './centre/centre-page.js';
import { FeedBanner } from './centre/feed-banner.js';
import { Wall } from './centre/wall.js';
import { routeAt, type Route } from './routes.js';
import { NOWHERE } from './shared/live/feed.js';
import { useServices } from './shared/services.js';
import classes from './session/session.module.css';
import { useIsOneOf } from './shared/session.js';

const AT_GATES: readonly Role[] = ['port_operator'];
/** Pages that an operator may have before them while alarms come. The centre's own has all of them; beside a trainee's, which has its own, they are marked as real. */
const BESIDE_THE_DESK: readonly Route[] = ['transit', 'map', 'training', 'trainingDesk', 'office'];
/** Pages that ask the feed for the view of their map; the others for none, and are told all the same whether what they show is of now. */
const WITH_A_VIEW: readonly Route[] = ['centre', 'wall', 'gatehouse'];
/** Pages that say by themselves when nothing comes: a gate decides without a network, and a sandbox has a feed of its own. */
const WITH_OWN_WORDS: readonly Route[] = ['gatehouse', 'trainingDesk'];

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
  const { state, feed } = useServices();
  const isOfCentre = useIsOneOf(AT_CENTRE);
  const begins = useIsOneOf(AT_GATES) && location.pathname === '/' && !state.wall;
  useEffect(() => {
    if (begins) location.replace(`/gatehouse${location.search}`);
  }, [begins]);
  const route = routeAt(location.pathname, state.wall);
  useLayoutEffect(() => {
    if (!WITH_A_VIEW.includes(route)) feed.watch(NOWHERE);
  }, [feed, route]);
  if (begins) return null;
  const Body = BODIES[route];
  return (
    <>
      <Suspense fallback={<Coming />}>
        <Body />
      </Suspense>
      {!WITH_OWN_WORDS.includes(route) && <FeedBanner />}
      {isOfCentre && BESIDE_THE_DESK.includes(route) && <AlarmBar isMarked={route === 'trainingDesk'} />}
    </>
  );
}

/** A page whose file is on its way. */
function Coming() {
  const { t } = useTranslation();
  return (
    <main className={classes['asking']} role="status">
      {t('office.loading')}
    </main>
  );
}
