/**
 * The views (../screenshots/views.mjs) at which `npm test` has Lighthouse look: each page that an address can be of once, with its first item
 * open where it has one. `npm run lighthouse` looks at all of them, in both forms.
 */
const AT_THE_DESK = [
  ...['sign-in', 'first-password', 'centre', 'wall', 'transit', 'zones', 'routes', 'handover', 'figures'],
  ...['training', 'training-brief', 'gatehouse', 'carrier', 'carrier-office'],
  ...[
    'exceptions',
    'office-transits',
    'corrections',
    'cases',
    'doubt',
    'yard',
    'passages',
    'deadlines',
    'outages',
    'offline',
  ].map((name) => `${name}-item`),
  ...['ledger', 'users', 'devices', 'seals', 'patrols'].map((name) => `${name}-item`),
];

/** Who work by their phone. */
const ON_THE_PHONE = ['carrier', 'carrier-office', 'carrier-transit', 'gatehouse', 'patrols-item'];

/** @type {{ view: string, form: 'desk' | 'phone' }[]} */
export const LOOKED_AT = [
  ...AT_THE_DESK.map((view) => ({ view, form: 'desk' })),
  ...ON_THE_PHONE.map((view) => ({ view, form: 'phone' })),
];
