import { failOnLeaks, signInAs, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLS, mayCall } from '../../../apps/platform/src/access/access.js';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { EvidenceFiles } from '../../../apps/platform/src/evidence/evidence-files.js';
import { OpenApi } from '../../../apps/platform/src/http/openapi.js';
import { RouteTable } from '../../../apps/platform/src/http/route-table.js';
import { Api, type Answer } from '../rest/api.js';
import {
  BOUND,
  CALLERS,
  fixOf,
  FOREIGN,
  makeCamera,
  makeCountry,
  makeZone,
  OWN,
  PAPER,
  SECRETS,
  type Half,
  passageOf,
} from './country.js';
import { ENDS_THE_SESSION, RECIPES } from './recipes.js';

failOnLeaks();

/** Every route of the router, with every role, on its own and on another organisation's things. */
withStore((store) => {
  let api: Api;
  const tokens = new Map<string, string>();
  /** As the router knows them, not the OpenAPI document; HEAD comes of itself with every GET. */
  const routes = () =>
    api.app
      .get(RouteTable)
      .all()
      .filter(
        ({ method, path }) => method !== 'HEAD' && !path.includes('*') && !path.startsWith('/socket.io'),
      )
      .map(({ method, path }) => `${method} ${path}`);

  beforeAll(async () => {
    await makeCountry(store);
    api = await Api.open(store);
    for (const [name, { role, at }] of Object.entries(CALLERS))
      tokens.set(name, await signInAs(store.pool, role, at));
    await api.app.get(EvidenceFiles).keep(PAPER.sha256, PAPER.content);
    for (const of of [OWN, FOREIGN]) await api.fixes(of.seal, [fixOf(of, 1), fixOf(of, 2)]);
    for (const of of [OWN, FOREIGN]) await call('shift supervisor', 'POST /api/v1/gates/:id/passages', of);
    const headers = { authorization: `Bearer ${tokens.get('shift supervisor')}` };
    for (const of of [OWN, FOREIGN])
      await api.send(
        'POST',
        `${api.origin}/api/v1/gates/${of.gate}/passages`,
        passageOf(of, 'seen'),
        headers,
      );
  });
  afterAll(() => api.close());

  async function call(name: string | null, route: string, of: Half): Promise<Answer> {
    const { params = {}, body, contentType } = RECIPES[route]!(of);
    const [method, path] = route.split(' ') as [string, string];
    const address = path.replace(/:(\w+)/g, (_, key: string) => params[key]!);
    const headers = {
      authorization: name === null ? '' : `Bearer ${tokens.get(name)}`,
      ...(contentType !== undefined && { 'content-type': contentType }),
    };
    const answer = await api.send(method, `${api.origin}${address}`, body, headers);
    // who may remove it has done so: it is there for the next
    if (route === 'DELETE /api/v1/zones/:id') await makeZone(store, of);
    if (route === 'DELETE /api/v1/cameras/:id') {
      await makeCamera(store, of);
      await api.app.get(Directory).refreshCameras([of.camera]);
    }
    return answer;
  }

  it('every route of the router has an entry in the table of rights, and the table no other', () => {
    expect([...new Set(routes())].sort()).toEqual(Object.keys(CALLS).sort());
  });

  it('every route that somebody must be signed in for has a recipe here', () => {
    const closed = Object.keys(CALLS).filter(
      (route) => CALLS[route] !== 'anybody' && route !== ENDS_THE_SESSION,
    );
    expect(closed.filter((route) => RECIPES[route] === undefined)).toEqual([]);
  });

  it('the OpenAPI document has the same routes', () => {
    const { paths } = api.app.get(OpenApi).get();
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    // what the pages alone ask before they draw is not of the API
    const undocumented = ['GET /config.json'];
    expect([...documented, ...undocumented].sort()).toEqual(Object.keys(CALLS).sort());
  });

  it.each(Object.keys(CALLS).filter((route) => CALLS[route] !== 'anybody'))(
    '%s is shut without a session',
    async (route) => {
      if (route === ENDS_THE_SESSION) return;
      expect((await call(null, route, OWN)).body).toMatchObject({ status: 401, code: 'not_signed_in' });
    },
  );

  describe.each(Object.keys(CALLERS))('a %s', (name) => {
    const { role } = CALLERS[name]!;
    const closed = Object.keys(CALLS).filter(
      (route) => CALLS[route] !== 'anybody' && route !== ENDS_THE_SESSION,
    );
    const denied = closed.filter((route) => !mayCall(role, route));
    const allowed = closed.filter((route) => mayCall(role, route));
    const isBound = BOUND.includes(name);

    it.each(denied)('may not call %s, on whatever', async (route) => {
      for (const of of [OWN, FOREIGN])
        expect((await call(name, route, of)).body).toMatchObject({ status: 403, code: 'forbidden' });
    });

    it.each(allowed.filter((route) => isBound && RECIPES[route]!(OWN).foreign !== 'open'))(
      'learns and changes nothing by %s of what is foreign',
      async (route) => {
        const before = await foreignRows();
        const answer = await call(name, route, FOREIGN);
        const { foreign, params } = RECIPES[route]!(FOREIGN);
        if (foreign === 'not_found') {
          expect(answer.status).toBe(404);
          // the same words as for what never was
          const never = await call(name, route, NOWHERE);
          expect(never.status).toBe(404);
          expect(words(answer, params)).toEqual(words(never, RECIPES[route]!(NOWHERE).params));
        }
        if (foreign === 'refused') expect([403, 422]).toContain(answer.status);
        const told = JSON.stringify(answer.body).replaceAll(Object.values(params ?? {})[0] ?? '\0', '');
        // what was asked comes back in what is said of it
        if (foreign !== 'refused') for (const secret of SECRETS) expect(told).not.toContain(secret);
        expect(await foreignRows()).toEqual(before);
      },
    );

    it.each(allowed)('is not refused %s on the own', async (route) => {
      const answer = await call(name, route, OWN);
      expect(['not_signed_in', 'forbidden']).not.toContain(answer.body.code);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
      if (
        !/ledger|quarantine|sessions|holds|persons|signed-calls|training/.test(route) &&
        !isHidden(name, route)
      )
        expect(answer.status).not.toBe(404);
      if (isBound) for (const secret of SECRETS) expect(JSON.stringify(answer.body)).not.toContain(secret);
    });
  });

  it('the platform failed at nothing meanwhile', () => expect(api.errors).toEqual([]));

  /** Gates are of those who stand at them, and of customs: a carrier may ask for gates and has none. */
  function isHidden(name: string, route: string): boolean {
    return name === 'carrier' && route.startsWith('GET /api/v1/gates/');
  }

  /** All that belongs to the other half, as text. */
  async function foreignRows(): Promise<string> {
    const tables = [
      'transits',
      'transit_containers',
      'transit_steps',
      'transit_journeys',
      'alarms',
      'dispatches',
      'seals',
      'gates',
      'passage_keys',
      'port_messages',
      'stays',
      'declarations',
      'manifests',
      'expected_containers',
      'eligibilities',
      'notices',
      'cameras',
      'evidence',
      'cases',
      'outages',
      'paper_imports',
      'paper_entries',
      'handovers',
      'training_sessions',
    ];
    const texts = await Promise.all(
      tables.map(async (table) => {
        const { rows } = await store.pool.query<{ text: string }>(
          `select t::text as text from ${table} t where t::text ~ '${FOREIGN.mark}' order by 1`,
        );
        return rows.map(({ text }) => text);
      }),
    );
    return JSON.stringify(texts);
  }
});

const NOWHERE: Half = {
  ...FOREIGN,
  transit: 'NOWHERE-T',
  registered: 'NOWHERE-T2',
  seal: 'NOWHERE-S',
  gate: 'NOWHERE-G',
  camera: 'NOWHERE-CAM',
  evidence: 'cccccccc-0000-4000-8000-000000000002',
  container: 'TASU1170000',
  facility: 'NOWHERE',
  carrier: 'NOWHERE',
  alarm: 'cccccccc-0000-4000-8000-000000000000',
  portMessage: 'cccccccc-0000-4000-8000-000000000002',
  signedCall: 'cccccccc-0000-4000-8000-000000000005',
  declaration: 'NOWHERE-D',
  manifest: 'cccccccc-0000-4000-8000-000000000011',
  eligibility: 'cccccccc-0000-4000-8000-000000000012',
  notice: 'cccccccc-0000-4000-8000-000000000013',
  case: 'cccccccc-0000-4000-8000-000000000021',
  outage: 'cccccccc-0000-4000-8000-000000000022',
  paperImport: 'cccccccc-0000-4000-8000-000000000023',
  handover: 'cccccccc-0000-4000-8000-000000000024',
  training: 'cccccccc-0000-4000-8000-000000000041',
};

/** The answer without what was asked. */
function words({ body }: Answer, params: Readonly<Record<string, string>> = {}): unknown {
  return JSON.parse(JSON.stringify(body).replaceAll(Object.values(params)[0] ?? '\0', '…'));
}
