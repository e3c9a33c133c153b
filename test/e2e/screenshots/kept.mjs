/** What the documents show: a view in one size. The README, docs/alarms.md and the guide have each in both languages. */
const SHOWN = {
  'sign-in': 'tablet',
  centre: 'desk',
  alarm: 'tablet',
  transit: 'tablet',
  handover: 'tablet',
  'route-tried': 'tablet',
  'cases-item': 'tablet',
  'corrections-item': 'tablet',
  'office-transits-item': 'tablet',
  'gatehouse-lane': 'tablet',
  'gatehouse-held': 'tablet',
  'gatehouse-offline': 'tablet',
  carrier: 'phone',
  'carrier-report': 'phone',
  'ledger-item': 'tablet',
};

/** The pictures that the documents show. @type {import('./take.mjs').Picture[]} */
export const KEPT = Object.entries(SHOWN).flatMap(([view, size]) =>
  ['vi', 'en'].map((language) => ({ view, size, language })),
);
