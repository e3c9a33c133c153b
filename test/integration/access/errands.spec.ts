import { DAY, formatInstant } from '@haidang/domain';
import { failOnLeaks, PDF, signInAs, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../rest/api.js';
import { fixOf, FOREIGN, makeCountry, OWN } from './country.js';

failOnLeaks();

const OPEN_DISPATCH = 'bbbbbbbb-0000-4000-8000-000000000031';

/** A patrol of ALPHA's office is sent to a truck of BRAVO's, of which the office knows nothing else. */
withStore((store) => {
  let api: Api;
  const tokens: Record<string, string> = {};
  beforeAll(async () => {
    await makeCountry(store);
    await store.pool.query(
      `insert into patrols (id, name, kind, facility_id, contact) values ('NEAR', 'the nearest', 'patrol', $1, 'x')`,
      [OWN.facility],
    );
    api = await Api.open(store);
    for (const seq of [1, 2, 3]) await api.fixes(FOREIGN.seal, [fixOf(FOREIGN, seq)]);
    for (const [name, at] of [
      ['sent', 'OFFICE-A'],
      ['other', 'OFFICE-B'],
    ] as const)
      tokens[name] = await signInAs(store.pool, 'customs_officer', at);
  });
  afterAll(() => api.close());

  const as = (who: 'sent' | 'other', method: string, path: string, body?: object) =>
    api.send(method, path, body, { authorization: `Bearer ${tokens[who]}` });
  const ofAlarm = (path = '') => `/alarms/${FOREIGN.alarm}${path}`;
  const dispatches = async () => (await api.get(ofAlarm('/dispatches'))).body.items;
  const report = (who: 'sent' | 'other', id: string, told: object) =>
    as(who, 'POST', ofAlarm(`/dispatches/${id}/report`), told);
  const evidenceOf = (transit: string, container: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ facilityId: OWN.facility, transitId: transit, container }))
      form.set(name, value);
    form.set('file', new Blob([new Uint8Array(PDF)], { type: 'application/pdf' }), 'seal.pdf');
    return as('sent', 'POST', '/evidence', form);
  };

  it('who chooses a patrol is told that it is away, also where they do not see what for', async () => {
    const { items } = (await as('sent', 'GET', '/patrols')).body;
    const of = (id: string) => items.find((one: { id: string }) => one.id === id);
    expect(of('PATROL-B')).toMatchObject({ busy: true });
    expect(of('PATROL-B').busyWith).toBeUndefined();
    expect(of('PATROL-A')).toMatchObject({ busy: true, busyWith: OWN.alarm });
    expect(of('NEAR')).toMatchObject({ busy: false });
    // and does not send it twice
    const { body: own } = await as('sent', 'GET', `/alarms/${OWN.alarm}`);
    await api.post(`/alarms/${OWN.alarm}/dispatches/${OPEN_DISPATCH.replaceAll('b', 'a')}/report`, {
      state: 'recalled',
    });
    const twice = await as('sent', 'POST', `/alarms/${OWN.alarm}/dispatch`, {
      ...{ revision: own.revision, patrolId: 'PATROL-B', message: 'go' },
    });
    expect(twice.body.code).toBe('wrong_state');
  });

  it('nothing of the alarm is told before', async () => {
    for (const path of ['', '/dispatches', '/whereabouts', '/history'])
      expect((await as('sent', 'GET', ofAlarm(path))).body.code).toBe('alarm_not_found');
    expect((await evidenceOf(FOREIGN.transit, FOREIGN.container)).body.code).toBe('reference_unknown');
  });

  it('who is sent sees the alarm, the words and where the truck is by now, and tells of it', async () => {
    await api.post(ofAlarm(`/dispatches/${OPEN_DISPATCH}/report`), { state: 'recalled' });
    const { body: before } = await api.get(ofAlarm());
    const sent = await api.post(ofAlarm('/dispatch'), {
      ...{ revision: before.revision, patrolId: 'NEAR', message: 'stop the truck' },
    });
    expect(sent.body.response).toMatchObject({ state: 'sent', facilityId: OWN.facility });

    const patrols = (await as('sent', 'GET', '/patrols')).body.items;
    expect(patrols.find(({ id }: { id: string }) => id === 'NEAR')).toMatchObject({
      ...{ busy: true, busyWith: FOREIGN.alarm },
    });
    const seen = await as('sent', 'GET', ofAlarm());
    expect(seen.body).toMatchObject({ id: FOREIGN.alarm, containerNumber: FOREIGN.container });
    // of the transit itself no more than its id
    expect(seen.body.transitNumber).toBeUndefined();
    expect((await as('sent', 'GET', `/transits/${FOREIGN.transit}`)).status).toBe(404);
    expect((await as('sent', 'GET', ofAlarm('/dispatches'))).body.items[0].message).toBe('stop the truck');
    const target = await as('sent', 'GET', ofAlarm('/whereabouts'));
    expect(target.body).toMatchObject({
      ...{ of: 'seal', place: { lat: 0, lon: FOREIGN.lon + 0.1 } },
      ...{ container: FOREIGN.container, vehicle: { plate: FOREIGN.plate } },
    });
    const listed = (await as('sent', 'GET', '/alarms')).body.items.map(({ id }: { id: string }) => id);
    expect(listed).toContain(FOREIGN.alarm);

    const [{ id }] = await dispatches();
    // whose alarm it is does not report for another office's patrol
    expect((await report('other', id, { state: 'accepted' })).body).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    expect((await report('sent', id, { state: 'accepted' })).body.response.state).toBe('accepted');
    expect((await report('sent', id, { state: 'on_spot' })).status).toBe(200);
  });

  it('the picture is of the transit: its own offices see it', async () => {
    const picture = await evidenceOf(FOREIGN.transit, FOREIGN.container);
    expect(picture.status).toBe(201);
    const [{ id }] = await dispatches();
    const done = { state: 'done', outcome: 'confirmed', text: 'rope cut', evidence: [picture.body.id] };
    expect((await report('sent', id, done)).status).toBe(200);
    expect((await as('other', 'GET', `/evidence/${picture.body.id}/content`)).status).toBe(200);
  });

  it('once it is back, where the truck is is told no more, and after a day nothing', async () => {
    const target = (await as('sent', 'GET', ofAlarm('/whereabouts'))).body;
    expect(target).toMatchObject({ of: 'alarm', place: { lat: 0, lon: FOREIGN.lon } });
    expect(target.vehicle).toBeUndefined();
    expect((await as('sent', 'GET', ofAlarm())).status).toBe(200);
    await store.pool.query(`update alarms set response = response || $2 where id = $1`, [
      FOREIGN.alarm,
      { at: formatInstant(Date.now() - DAY - 1_000) },
    ]);
    expect((await as('sent', 'GET', ofAlarm())).status).toBe(404);
  });
});
