import { DRAWN, mapPageAt } from '../../dashboards/src/drafting/address.js';
import { OFFICE_PAGES, officePath } from '../../dashboards/src/office/pages.js';
import { routeAt, ROUTES } from '../../dashboards/src/routes.js';
import { VIEWS } from '../e2e/screenshots/views.mjs';

const FACTS = { transit: 'T-1', other: 'T-3', seal: 'VN000001', alarmed: 'T-2' };

/** A demo that has nothing, and gives whatever is asked for the same name. */
const NOTHING = {
  call: () =>
    Promise.resolve({
      ...{ items: [], id: '11111111-1111-4111-8111-111111111111', person: { id: 'P-1' } },
      lastFix: { lat: 21, lon: 106 },
    }),
};

/** The pages that an address can be of and none of these views shows. @param views names of the table of views */
export async function missingPages(views: readonly string[]): Promise<string[]> {
  const addresses = await Promise.all(
    views.map(async (view) => {
      const { path } = VIEWS[view]!;
      const address = typeof path === 'string' ? path : await path(FACTS, NOTHING as never);
      return new URL(address, 'http://localhost');
    }),
  );
  const paths = addresses.map(({ pathname }) => pathname);
  const routes = addresses.map(({ pathname, searchParams }) => routeAt(pathname, searchParams.has('wall')));
  return [
    ...ROUTES.filter((route) => !routes.includes(route)),
    ...OFFICE_PAGES.filter((name) => !paths.includes(officePath(name))),
    ...DRAWN.filter((what) => !paths.some((one) => mapPageAt(one) === what)),
  ];
}
