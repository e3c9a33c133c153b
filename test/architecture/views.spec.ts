import { expect, it } from 'vitest';
import { LOOKED_AT } from '../e2e/lighthouse/pages.mjs';
import { VIEWS } from '../e2e/screenshots/views.mjs';
import { missingPages } from './pages.js';

it('every page that an address can be of is among the pictures', async () => {
  expect(await missingPages(Object.keys(VIEWS))).toEqual([]);
});

it('every page that an address can be of is one that Lighthouse looks at', async () => {
  expect(await missingPages(LOOKED_AT.map(({ view }) => view))).toEqual([]);
});

it('a page that no view shows is missed', async () => {
  const some = LOOKED_AT.map(({ view }) => view).filter((view) => view !== 'wall' && view !== 'yard-item');
  expect(await missingPages(some)).toEqual(['wall', 'yard']);
});
