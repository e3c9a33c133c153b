import * as act from './acts.mjs';
import { endTraining, GATE, giveTraining, PATROL, PORT } from './stage.mjs';

const DESK = { width: 1440, height: 900 };
const TABLET = { width: 1024, height: 768 };
const PHONE = { width: 390, height: 844 };
const WALL = { width: 1920, height: 1080 };

/** The sizes of a page's pictures, by the name in their files. */
export const SIZES = { desk: DESK, tablet: TABLET, phone: PHONE, wall: WALL };

const EVERYWHERE = ['desk', 'tablet', 'phone'];
/** Pages of an office, each once as its list and once with its first item open; whose they are. */
const OFFICE = {
  exceptions: 'customs_officer',
  corrections: 'customs_officer',
  cases: 'customs_officer',
  doubt: 'customs_officer',
  yard: 'port_operator',
  passages: 'customs_officer',
  deadlines: 'customs_officer',
  outages: 'port_operator',
  offline: 'administrator',
  ledger: 'auditor',
  users: 'administrator',
  devices: 'administrator',
  seals: 'customs_officer',
};
/** What an office's pages ask in a dialogue, by the page and what opens it. */
const ASKED = {
  'correction-decide': ['corrections', 'customs_officer', 'approve'],
  'case-new': ['cases', 'port_operator', 'new-case'],
  'patrol-new': ['patrols', 'customs_officer', 'add-patrol'],
  'outage-new': ['outages', 'port_operator', 'begin-outage'],
  'paper-enter': ['outages', 'port_operator', 'enter-paper'],
  'user-new': ['users', 'administrator', 'new-user'],
  'device-new': ['devices', 'administrator', 'new-device'],
  'device-import': ['devices', 'administrator', 'import-devices'],
};

/**
 * Every page as the role sees that really uses it.
 *
 * - `role`: whose demo account; null: nobody is signed in.
 * - `path`: the address, with what `stage` tells of the demo.
 * - `ready`: what stands there before anything is done (a `data-testid`).
 * - `act`: what is done first.
 * - `pixels`: of the screen for each of the page's; one where it is left out.
 * - `sizes`, `theme`: all three and the page's usual one, where they are left out.
 * @type {Record<string, View>}
 * @typedef {{
 *   role: string | null, path: string | ((facts: import('./stage.mjs').Facts, demo: import('./demo.mjs').Demo) => string | Promise<string>), ready: string,
 *   act?: (page: import('@playwright/test').Page) => Promise<void>, sizes?: string[], theme?: 'light' | 'dark', keeps?: boolean, pixels?: number,
 * }} View
 */
export const VIEWS = {
  'sign-in': { role: null, path: '/', ready: 'demo-auditor', theme: 'light' },
  'first-password': { role: 'newcomer', path: '/', ready: 'duty-change_password', theme: 'light' },
  centre: { role: 'centre_operator', path: '/', ready: 'alarm-row' },
  alarm: { role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.openAlarm },
  resolve: { role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.asksOfAlarm('r') },
  dispatch: { role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.asksOfAlarm('d') },
  shelve: { role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.asksOfAlarm('h') },
  keys: { role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.presses('?') },
  container: { role: 'centre_operator', path: ({ seal }) => `/?seal=${seal}`, ready: 'container-card' },
  transits: {
    ...{ role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.clicks('count-in-transit') },
  },
  map: {
    ...{ role: 'centre_operator', path: '/', ready: 'alarm-row', sizes: ['phone'] },
    act: act.clicks('tab-map'),
  },
  picks: {
    ...{ role: 'shift_supervisor', path: '/?route=LACHHUYEN-HUUNGHI', ready: 'alarm-row' },
    // on a phone the map is a tap away
    ...{ sizes: ['desk', 'tablet'], act: act.clicks('picks') },
  },
  'centre-light': { role: 'shift_supervisor', path: '/', ready: 'alarm-row', theme: 'light' },
  person: {
    ...{ role: 'shift_supervisor', path: '/', ready: 'alarm-row', act: act.clicks('person-menu') },
  },
  password: account('password'),
  'second-factor': account('secondFactor'),
  sessions: account('sessions'),
  search: { role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.searches },
  'desk-figures': {
    ...{ role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.clicks('figures-open') },
  },
  marks: {
    ...{ role: 'centre_operator', path: streetOf, ready: 'container-card', pixels: 2 },
    act: act.looksAtMap,
  },
  wall: { role: 'shift_supervisor', path: '/?wall', ready: 'count-in-transit', sizes: ['wall'] },
  transit: {
    ...{ role: 'centre_operator', path: ({ alarmed }) => `/transit/${alarmed}`, ready: 'replay' },
  },
  replay: {
    ...{ role: 'centre_operator', path: ({ transit }) => `/transit/${transit}`, ready: 'replay' },
    act: act.replayOnTheWay,
  },
  'transit-two': {
    ...{ role: 'centre_operator', ready: 'replay' },
    path: ({ transit, other }) => `/transit/${transit}?with=${other}`,
  },
  zones: { role: 'shift_supervisor', path: '/map/zones', ready: 'draft-list' },
  'zone-new': {
    ...{ role: 'shift_supervisor', path: '/map/zones', ready: 'draft-list', act: act.drawZone },
  },
  zone: { role: 'shift_supervisor', path: '/map/zones', ready: 'draft-list', act: act.openDrawn },
  routes: { role: 'shift_supervisor', path: '/map/routes', ready: 'draft-list' },
  'route-edit': {
    ...{ role: 'shift_supervisor', path: '/map/routes?item=LACHHUYEN-HUUNGHI', ready: 'draft-edit' },
    act: act.clicks('draft-edit'),
  },
  'route-tried': {
    ...{ role: 'shift_supervisor', path: '/map/routes?item=LACHHUYEN-HUUNGHI', ready: 'trial-begin' },
    act: act.tryIt,
  },
  handover: { role: 'centre_operator', path: '/handover', ready: 'office-answer', act: act.openRow },
  'handover-sign': {
    ...{ role: 'centre_operator', path: '/handover', ready: 'office-answer' },
    act: async (page) => {
      await act.openRow(page);
      await act.clicks('sign-give')(page);
    },
  },
  figures: { role: 'shift_supervisor', path: '/figures', ready: 'alarms-by-kind' },
  'figures-list': {
    ...{ role: 'shift_supervisor', path: '/figures?list=alarms', ready: 'figure-list' },
  },
  training: { role: 'shift_supervisor', path: '/training', ready: 'office-answer', act: act.openRow },
  'training-give': {
    ...{ role: 'shift_supervisor', path: '/training', ready: 'office-answer' },
    act: act.clicks('training-new'),
  },
  'training-sheet': {
    ...{ role: 'shift_supervisor', path: async (_, demo) => `/training?item=${await endTraining(demo)}` },
    ready: 'training-sheet',
  },
  'training-brief': {
    ...{ role: 'centre_operator', path: async (_, demo) => `/training/${await giveTraining(demo)}` },
    ready: 'training-begin',
  },
  'training-desk': {
    ...{
      role: 'centre_operator',
      path: async (_, demo) => `/training/${await giveTraining(demo)}`,
      ready: 'training-band',
    },
    act: act.beginTraining,
  },
  'office-transits': {
    ...{ role: 'customs_officer', path: '/office/transits', ready: 'office-answer' },
  },
  'office-transits-item': {
    ...{ role: 'customs_officer', path: '/office/transits', ready: 'office-answer', act: act.openRow },
  },
  ...Object.fromEntries(
    Object.entries(OFFICE).flatMap(([name, role]) => {
      const view = { role, path: `/office/${name}?show=all`, ready: 'office-answer' };
      return [
        [name, view],
        [`${name}-item`, { ...view, act: act.openRow }],
      ];
    }),
  ),
  patrols: { role: 'customs_officer', path: '/office/patrols?show=all', ready: 'office-answer' },
  'patrols-item': {
    ...{ role: 'customs_officer', path: `/office/patrols?show=all&item=${PATROL}`, ready: 'errand' },
  },
  'offline-history': {
    ...{ role: 'auditor', path: `/office/offline?item=${PORT}`, ready: 'policy-history' },
  },
  ...Object.fromEntries(
    Object.entries(ASKED).map(([name, [page, role, opener]]) => [
      name,
      {
        ...{ role, path: `/office/${page}`, ready: 'office-answer' },
        act: name.endsWith('-decide') ? act.asksOfRow(opener) : act.clicks(opener),
      },
    ]),
  ),
  'office-menu': {
    ...{ role: 'customs_officer', path: '/office/cases', ready: 'office-answer' },
    act: act.clicks('nav-gates'),
  },
  gatehouse: { role: 'port_operator', path: `/gatehouse?gate=${GATE}`, ready: 'lane' },
  'gatehouse-lane': { role: 'port_operator', path: `/gatehouse?gate=${GATE}&lane=3`, ready: 'lane' },
  'gatehouse-correct': {
    ...{ role: 'port_operator', path: `/gatehouse?gate=${GATE}&lane=3`, ready: 'lane' },
    act: act.clicks('correct'),
  },
  'gatehouse-held': {
    ...{ role: 'port_operator', path: `/gatehouse?gate=${GATE}`, ready: 'lane', act: act.enterHeldTruck },
  },
  'gatehouse-discrepancy': {
    ...{ role: 'port_operator', path: `/gatehouse?gate=${GATE}`, ready: 'lane' },
    act: act.clicks('discrepancy-open'),
  },
  'gatehouse-expected': {
    ...{ role: 'port_operator', path: `/gatehouse?gate=${GATE}`, ready: 'lane' },
    act: act.openExpected,
  },
  'gatehouse-file': {
    ...{ role: 'port_operator', path: `/gatehouse?gate=${GATE}&container=HDGU2041005` },
    ready: 'container-file',
  },
  'gatehouse-offline': {
    ...{ role: 'port_operator', path: `/gatehouse?gate=${GATE}`, ready: 'lane', keeps: true },
    act: act.workOffline,
  },
  'gatehouse-queue': {
    ...{ role: 'port_operator', path: `/gatehouse?gate=${GATE}`, ready: 'lane', keeps: true },
    act: act.looksAtQueue,
  },
  'gatehouse-scan': {
    ...{ role: 'port_operator', path: `/gatehouse?gate=${GATE}`, ready: 'lane' },
    act: act.clicks('scan-open'),
  },
  'gatehouse-officer': {
    ...{ role: 'customs_officer', path: `/gatehouse?gate=${GATE}`, ready: 'lane' },
    act: act.clicks('override-open'),
  },
  carrier: { role: 'carrier', path: '/', ready: 'transit-row' },
  'carrier-report': { role: 'carrier', path: '/', ready: 'transit-row', act: act.reportProblem },
  'carrier-transit': { role: 'carrier', path: ({ transit }) => `/transit/${transit}`, ready: 'replay' },
  'carrier-office': { role: 'carrier', path: '/carrier', ready: 'register-form' },
  'carrier-request': {
    ...{ role: 'carrier', path: ({ transit }) => `/carrier?item=${transit}`, ready: 'request-form' },
    act: act.brings('request-form'),
  },
};

/** The chosen container so near that streets would be seen. */
async function streetOf({ seal }, demo) {
  const { lastFix } = await demo.call('centre_operator', `/seals/${seal}`);
  return `/?seal=${seal}&map=15/${lastFix.lat}/${lastFix.lon}`;
}

/** A dialogue of the person's own menu. @param {'password' | 'secondFactor' | 'sessions'} part */
function account(part) {
  return { role: 'centre_operator', path: '/', ready: 'alarm-row', act: act.opensAccount(part) };
}

/** Each view's pictures: a size each, in both languages. */
export function every() {
  return Object.entries(VIEWS).flatMap(([view, { sizes = EVERYWHERE }]) =>
    sizes.flatMap((size) => ['vi', 'en'].map((language) => ({ view, size, language }))),
  );
}
