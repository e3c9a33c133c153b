import { expect, it } from 'vitest';
import { DRAWN, mapPageAt } from '../../dashboards/src/drafting/address.js';
import { OFFICE_PAGES, officePath } from '../../dashboards/src/office/pages.js';
import { routeAt, ROUTES } from '../../dashboards/src/routes.js';
import { VIEWS } from '../e2e/screenshots/views.mjs';

const FACTS = { transit: 'T-1', other: 'T-3', seal: 'VN000001', alarmed: 'T-2' };

/** A demo that has nothing, and gives whatever is asked for the same name. */
const NOTHING = {
  call: () =>
    Promise.resolve({ items: [], id: '11111111-1111-4111-8111-111111111111', person: { id: 'P-1' } }),
};

it('every page that an address can be of is among the pictures', async () => {
  const addresses = await Promise.all(
    Object.values(VIEWS).map(async ({ path }) => {
      const address = typeof path === 'string' ? path : await path(FACTS, NOTHING as never);
      return new URL(address, 'http://localhost');
    }),
  );
  const paths = addresses.map(({ pathname }) => pathname);
  const routes = addresses.map(({ pathname, searchParams }) => routeAt(pathname, searchParams.has('wall')));
  expect(ROUTES.filter((route) => !routes.includes(route))).toEqual([]);
  expect(OFFICE_PAGES.filter((name) => !paths.includes(officePath(name)))).toEqual([]);
  expect(DRAWN.filter((what) => !paths.some((one) => mapPageAt(one) === what))).toEqual([]);
});
