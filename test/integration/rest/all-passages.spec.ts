import { formatInstant, HOUR } from '@haidang/domain';
import { failOnLeaks, forEachStore, signInAs } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, BOX_1, BOX_2, newTransit, registerCountry } from './api.js';

failOnLeaks();

/** A whole hour ago: all passages lie after it. */
const SINCE = Math.floor(Date.now() / HOUR) * HOUR - 6 * HOUR;
const at = (minute: number) => formatInstant(SINCE + minute * 60_000);

forEachStore((store) => {
  let api: Api;
  let officer: string;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    await store.pool.query(
      `insert into organisations (id, name, kind, parent_id) values ('OFFICE', 'Office', 'office', 'CENTRE'), ('OTHER', 'Other', 'office', 'CENTRE')`,
    );
    await store.pool.query(`update facilities set organisation_id = 'OFFICE' where id = 'PORT'`);
    officer = await signInAs(store.pool, 'customs_officer', 'OFFICE');
    expect(
      (await api.post('/gates', { id: 'PORT-2', name: 'Two', facilityId: 'PORT', place: { lat: 0, lon: 0 } }))
        .status,
    ).toBe(201);
    await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
    await store.pool.query(`update transits set created_at = $1`, [at(0)]);
    const tell = async (gate: string, id: string, minute: number, more: object = {}) => {
      const body = { id, time: at(minute), direction: 'out', container: BOX_1, plate: '15C-123.45', ...more };
      expect((await api.post(`/gates/${gate}/passages`, body)).status).toBe(201);
    };
    // two gates give the same id, and two passages the same time
    await tell('PORT-1', 'a', 10, { lane: '1' });
    await tell('PORT-2', 'a', 20);
    await tell('PORT-1', 'b', 20, { direction: 'in', container: BOX_2, plate: '29H-777.77' });
    await tell('PORT-1', 'c', 30, { lane: '2' });
  });
  afterAll(() => api.close());

  const list = async (query = '', token = officer) =>
    (await api.get(`/passages?${query}`, { authorization: `Bearer ${token}` })).body;
  const names = async (query = '') =>
    (await list(query)).items.map(({ gateId, id }: { gateId: string; id: string }) => `${gateId} ${id}`);

  it('all gates together, the newest first', async () => {
    expect(await names()).toEqual(['PORT-1 c', 'PORT-2 a', 'PORT-1 b', 'PORT-1 a']);
  });

  it('page after page has each once, also where times are the same', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list(`limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.items.map(({ gateId, id }: { gateId: string; id: string }) => `${gateId} ${id}`));
      cursor = page.next;
    }
    expect(seen).toEqual(await names());
  });

  it.each([
    ['gateId=PORT-2', ['PORT-2 a']],
    ['lane=2', ['PORT-1 c']],
    ['direction=in', ['PORT-1 b']],
    ['find=777.77', ['PORT-1 b']],
    [`find=${BOX_2.slice(4, 9)}`, ['PORT-1 b']],
    ['find=no such', []],
    ['facilityId=BORDER', []],
    ['verdict=pass', []],
    ['overridden=true', []],
    ['offline=true', []],
    [`since=${at(15)}&until=${at(30)}`, ['PORT-2 a', 'PORT-1 b']],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('says where its container was going, and why it was held', async () => {
    const [last] = (await list('gateId=PORT-1&limit=1')).items;
    expect(last).toMatchObject({
      ...{ id: 'c', facilityId: 'PORT', transit: { id: 'T1', number: 'QT-T1' } },
      decision: { verdict: 'hold' },
    });
    expect(last.decision.reasons.length).toBeGreaterThan(0);
    expect((await list('find=777')).items[0].transit).toBeUndefined();
  });

  it("an officer's other word is on it, and finds it; what the gate decided is found as before", async () => {
    const headers = { authorization: `Bearer ${officer}` };
    const body = { verdict: 'pass', reason: 'looked at' };
    expect((await api.post('/gates/PORT-2/passages/a/override', body, headers)).status).toBe(201);
    const { items } = await list('overridden=true');
    expect(items).toMatchObject([{ gateId: 'PORT-2', override: { verdict: 'pass', reason: 'looked at' } }]);
    expect(await names('verdict=hold')).toHaveLength(4);
    expect(await names('verdict=hold&overridden=false')).not.toContain('PORT-2 a');
  });

  it('a figure of a gate is the length of its list', async () => {
    const { gates } = (await api.get(`/figures?from=${at(0)}&to=${at(60)}`)).body;
    for (const { gateId, count, in: ins, out, held } of gates) {
      const of = async (more: string) =>
        (await names(`gateId=${gateId}&since=${at(0)}&until=${at(60)}${more}`)).length;
      expect([
        gateId,
        await of(''),
        await of('&direction=in'),
        await of('&direction=out'),
        await of('&verdict=hold'),
      ]).toEqual([...[gateId, count, ins, out, held]]);
    }
    expect(gates).toHaveLength(2);
  });

  it('whole as a file, which no spreadsheet runs', async () => {
    await api.post('/gates/PORT-1/passages', {
      ...{ id: 'd', time: at(40), direction: 'out', plate: '=1+1' },
    });
    const { body, headers } = await api.get('/passages?gateId=PORT-1', { accept: 'text/csv' });
    const [heading, first, ...rest] = (body as string).trimEnd().split('\r\n');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(heading).toMatch(/^time,facilityId,gateId,lane,direction,container,plate,/);
    expect(first).toContain(`${at(40)},PORT,PORT-1,,out,,'=1+1,`);
    expect(rest).toHaveLength(3);
    expect(rest[0]).toContain('QT-T1');
  });

  it('is of what who asks sees', async () => {
    const other = await signInAs(store.pool, 'customs_officer', 'OTHER');
    expect((await list('', other)).items).toEqual([]);
  });
});
