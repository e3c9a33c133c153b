import { createHash } from 'node:crypto';
import { sequence } from '@haidang/store';
import { failOnLeaks, jpeg, letIn, waitFor, withStore } from '@haidang/testkit';
import type { AlarmView } from '@haidang/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { CameraWatch } from '../../../apps/platform/src/cameras/camera-watch.js';
import { quarantined } from '../ingest/embedded.js';
import { fillDisk } from '../evidence/full-disk.js';
import { Api, registerCountry, type Answer } from '../rest/api.js';

failOnLeaks();

const SECRET = 'secret-of-the-camera-cam-1-dddd';
const basic = (name: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`,
});

/** What a camera with a whole platform behind it sends and is answered. */
withStore((store) => {
  let api: Api;

  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    const settings = { name: 'Camera', gateId: 'PORT-1', direction: 'out', lane: '1', reads: 'both' };
    for (const [id, maker] of [
      ['CAM-1', 'hikvision'],
      ['CAM-2', 'plate_recognizer'],
      ['CAM-3', 'dahua'],
    ])
      expect((await api.post('/cameras', { ...settings, id, maker })).status).toBe(201);
    for (const name of ['CAM-1', 'CAM-2', 'CAM-3', 'CAM-9'])
      await letIn(store.pool, { name, kind: 'camera', subject: name }, SECRET);
  });
  afterAll(() => api.close());
  beforeEach(() => store.pool.query('truncate passages, passage_keys, quarantine, evidence'));

  function push(
    body: string | FormData,
    { camera = 'CAM-1', as = '', secret = SECRET, type = 'application/xml' } = {},
  ): Promise<Answer> {
    return api.send('POST', `/cameras/${camera}/events`, body, {
      ...basic(as || camera, secret),
      ...(typeof body === 'string' && { 'content-type': type }),
    });
  }
  let n = 0;
  const xml = (number: string, uuid = `event-${n++}`, time = new Date()) =>
    `<EventNotificationAlert><dateTime>${time.toISOString()}</dateTime><eventType>ANPR</eventType><UUID>${uuid}</UUID><ANPR><licensePlate>${number}</licensePlate><confidenceLevel>96</confidenceLevel></ANPR></EventNotificationAlert>`;
  function form(event: string, ...pictures: Uint8Array[]): FormData {
    const made = new FormData();
    made.append('anpr.xml', new Blob([event], { type: 'application/xml' }), 'anpr.xml');
    for (const picture of pictures)
      made.append('picture', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'p.jpg');
    return made;
  }
  const passages = async () => (await api.get('/gates/PORT-1/passages')).body.items;

  it('an event is a passage, decided and committed when the camera is answered', async () => {
    const answer = await push(xml('CSQU3054383'));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        decisions: [{ gateId: 'PORT-1', verdict: 'hold', container: 'CSQU3054383', direction: 'out' }],
      },
    });
    expect(await passages()).toMatchObject([
      {
        container: 'CSQU3054383',
        containerConfidence: expect.closeTo(0.96, 5) as number,
        lane: '1',
        source: 'hikvision',
      },
    ]);
  });

  it('the same event again, and another of the same vehicle in a burst, change nothing', async () => {
    const time = new Date();
    const first = await push(xml('15C-123.45', 'A', time));
    for (const again of [
      xml('15C-123.45', 'A', time),
      xml('15C12345', 'B', new Date(time.getTime() - 2_000)),
    ])
      expect((await push(again)).body).toEqual(first.body);
    await push(xml('15C-999.99', 'C', time));
    expect((await passages()).map(({ plate }: { plate: string }) => plate).sort()).toEqual([
      '15C12345',
      '15C99999',
    ]);
    expect(await quarantined(store.pool)).toEqual([]);
  });

  it('pictures are evidence with their hash, in the ledger too, and the passage has their addresses', async () => {
    const [plate, scene] = [jpeg(Buffer.from('plate')), jpeg(Buffer.from('scene'))];
    const event = xml('TCNU7200794');
    await push(form(event, plate, scene));
    const [passage] = await passages();
    const { items } = (await api.get(`/evidence?gateId=PORT-1&passageId=${passage.id}`)).body;
    const hashes = [plate, scene].map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    expect(items.map(({ sha256 }: { sha256: string }) => sha256).sort()).toEqual([...hashes].sort());
    expect(items[0]).toMatchObject({
      type: 'image/jpeg',
      cameraId: 'CAM-1',
      facilityId: 'PORT',
      container: 'TCNU7200794',
    });
    expect(passage.images.map((address: string) => address.split('/').at(-1)).sort()).toEqual(
      items.map(({ id }: { id: string }) => id).sort(),
    );
    for (const address of passage.images) expect((await api.get(`${api.origin}${address}`)).status).toBe(200);
    for (let done = await sequence(store.pool); done === 'elsewhere' || done.more;)
      done = await sequence(store.pool);
    const entered = (await api.get(`/ledger?subject=evidence/${items[0].id}`)).body.items;
    expect(entered).toMatchObject([{ kind: 'evidence.store', data: { sha256: items[0].sha256 } }]);
    // sent again after a lost answer
    await push(form(event, plate, scene));
    expect((await api.get('/evidence')).body.items).toHaveLength(2);
  });

  it('what is no picture is not stored, and the passage stands without it', async () => {
    const page = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<script>alert(1)</script>')]);
    expect((await push(form(xml('15C-123.45'), page))).status).toBe(200);
    expect((await passages())[0].images).toEqual([]);
    expect((await api.get('/evidence')).body.items).toEqual([]);
  });

  it('a disk without room holds up no truck: the passage stands, and the camera sends its pictures again', async () => {
    const event = xml('GYOU4047990');
    const makeRoom = fillDisk(api);
    expect(await push(form(event, jpeg()))).toMatchObject({ status: 507, body: { code: 'storage_full' } });
    await waitFor(async () => (await passages()).length === 1);
    expect((await api.get('/evidence')).body.items).toEqual([]);
    makeRoom();
    expect((await push(form(event, jpeg()))).body.decisions).toHaveLength(1);
    const [{ images }] = await passages();
    expect((await api.get(`${api.origin}${images[0]}/content`)).status).toBe(200);
    api.errors.length = 0;
  });

  it('Plate Recognizer sends a form whose field is JSON, Dahua lines', async () => {
    const event = {
      data: {
        filename: 'a',
        timestamp: new Date().toISOString(),
        results: [{ plate: '15c12345', score: 0.9 }],
      },
    };
    const made = new FormData();
    made.append('json', JSON.stringify(event));
    made.append('upload', new Blob([new Uint8Array(jpeg())], { type: 'image/jpeg' }), 'a.jpg');
    expect((await push(made, { camera: 'CAM-2' })).body.decisions).toHaveLength(1);
    const asText = new URLSearchParams({
      json: JSON.stringify({
        data: { ...event.data, filename: 'b', results: [{ plate: '15c99999', score: 0.9 }] },
      }),
    });
    expect(
      (await push(asText.toString(), { camera: 'CAM-2', type: 'application/x-www-form-urlencoded' })).body
        .decisions,
    ).toHaveLength(1);
    const lines = `Events[0].EventBaseInfo.Code=TrafficJunction\r\nEvents[0].UTC=${Math.floor(Date.now() / 1000)}\r\nEvents[0].TrafficCar.PlateNumber=15C-555.55`;
    expect((await push(lines, { camera: 'CAM-3', type: 'text/plain' })).body.decisions).toHaveLength(1);
    expect((await passages()).map(({ plate }: { plate: string }) => plate).sort()).toEqual([
      '15C12345',
      '15C55555',
      '15C99999',
    ]);
  });

  it('a heartbeat is answered and is nothing', async () => {
    const beat = '<EventNotificationAlert><eventType>videoloss</eventType></EventNotificationAlert>';
    expect(await push(beat)).toMatchObject({ status: 200, body: { decisions: [] } });
    expect(await passages()).toEqual([]);
    expect(await quarantined(store.pool)).toEqual([]);
  });

  it.each([
    ['no XML', '<a', 'not_xml'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a/>', 'not_xml'],
    ['nothing', '', 'missing_field'],
    ['a time that is none', xml('15C12345').replace(/<dateTime>[^<]*/, '<dateTime>soon'), 'bad_field'],
    ['a clock that runs ahead', xml('15C12345', 'x', new Date(Date.now() + 3_600_000)), 'time_ahead'],
  ])('%s is kept in the quarantine and answered as done: again would be the same', async (_, body, code) => {
    expect(await push(body)).toMatchObject({ status: 200, body: { decisions: [], refused: { code } } });
    const { rows } = await store.pool.query('select reason, topic, sender, payload from quarantine');
    expect(rows).toMatchObject([{ reason: code, topic: 'haidang/v1/cameras/CAM-1/events', sender: 'CAM-1' }]);
    expect(rows[0].payload.toString()).toBe(body);
  });

  it('a form that is cut short is kept as it came', async () => {
    const body = '--x\r\nContent-Disposition: form-data; name="anpr.xml"\r\n\r\n<a>';
    const answer = await push(body, { type: 'multipart/form-data; boundary=x' });
    expect(answer).toMatchObject({ status: 200, body: { refused: {} } });
    const { rows } = await store.pool.query('select payload from quarantine');
    expect(rows[0].payload.toString()).toBe(body);
  });

  it('a camera that is not in the register', async () => {
    expect((await push(xml('15C12345'), { camera: 'CAM-9' })).body).toMatchObject({
      refused: { code: 'unknown_camera' },
    });
  });

  describe('the door', () => {
    it.each([
      ['nobody', {}],
      ['another scheme', { authorization: 'Digest username="CAM-1"' }],
      ['no colon', { authorization: `Basic ${Buffer.from('CAM-1').toString('base64')}` }],
    ])('is shut to %s, and says what it wants', async (_, headers) => {
      const answer = await fetch(`${api.origin}/api/v1/cameras/CAM-1/events`, {
        method: 'POST',
        body: xml('1'),
        headers: { 'content-type': 'application/xml', ...headers },
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
      expect(await answer.json()).toMatchObject({ code: 'bad_credentials' });
    });

    it('is shut to who is signed in, whatever his role', async () => {
      for (const token of Object.values(api.tokens)) {
        const answer = await api.post('/cameras/CAM-1/events', {}, { authorization: `Bearer ${token}` });
        expect(answer).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
      }
    });

    it('and to a wrong secret, which an operator is shown', async () => {
      expect((await push(xml('15C12345'), { secret: 'wrong' })).body).toMatchObject({
        code: 'bad_credentials',
      });
      expect(await passages()).toEqual([]);
      expect(await quarantined(store.pool)).toEqual([
        expect.stringMatching(/^bad_credentials: CAM-1 from .* by HTTP/) as string,
      ]);
    });

    it('a camera speaks for itself alone', async () => {
      expect(await push(xml('15C12345'), { as: 'CAM-2' })).toMatchObject({
        status: 403,
        body: { code: 'wrong_sender' },
      });
      const [line] = await waitFor(async () => {
        const lines = await quarantined(store.pool);
        return lines.length > 0 ? lines : undefined;
      });
      expect(line).toMatch(/^wrong_sender: CAM-2 /);
    });

    it('ends with the credential', async () => {
      await store.pool.query(`update credentials set revoked_at = now() where device = 'CAM-3'`);
      expect((await push('Heartbeat', { camera: 'CAM-3' })).status).toBe(401);
    });

    it('a body over the limit is refused before it is read', async () => {
      const body = 'x'.repeat(22 * 1024 * 1024);
      expect(await push(body)).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
    });
  });

  describe('health', () => {
    it('is told with what it was judged by, and is an alarm of its gate until the camera does well', async () => {
      for (let i = 0; i < 12; i++) await push(xml('unknown', `unread-${i}`));
      expect((await api.get('/cameras/CAM-1/health')).body).toMatchObject({
        cameraId: 'CAM-1',
        faults: ['reads_nothing'],
      });
      // the other camera of the gate has seen none of them
      expect((await api.get('/cameras/CAM-2/health')).body.faults).toEqual(['silent']);
      await api.app.get(CameraWatch).look();
      expect((await api.get(`${api.origin}/metrics`)).body).toContain(
        'haidang_camera_faults{fault="reads_nothing"} 1',
      );
      expect((await api.get('/cameras/NONE/health')).body).toMatchObject({ code: 'camera_not_found' });
      // looked at again, it is the same alarm
      await api.app.get(CameraWatch).look();
      const alarms = async () =>
        ((await api.get('/alarms?kind=camera_fault')).body.items as AlarmView[]).map(
          ({ why, gateId, end }) =>
            `${gateId} ${why.measured['camera']} ${why.measured['fault']}${end === undefined ? '' : ' over'}`,
        );
      const seen = ['PORT-1 CAM-1 reads_nothing', 'PORT-1 CAM-2 silent', 'PORT-1 CAM-3 silent'];
      expect((await alarms()).sort()).toEqual(seen);
      for (let i = 0; i < 30; i++) await push(xml(`15C-${100 + i}.00`));
      const event = { data: { timestamp: new Date().toISOString(), results: [] } };
      await push(JSON.stringify(event), { camera: 'CAM-2', type: 'application/json' });
      await api.app.get(CameraWatch).look();
      expect((await alarms()).sort()).toEqual([`${seen[0]} over`, `${seen[1]} over`, seen[2]]);
      expect((await api.get('/cameras/CAM-1/health')).body.faults).toEqual([]);
    });
  });

  it('a change of its settings holds from the next event on, a removal too', async () => {
    await api.patch('/cameras/CAM-1', { direction: 'in', lane: null });
    await push(xml('15C-777.77'));
    expect((await passages())[0]).toMatchObject({ direction: 'in', plate: '15C77777' });
    expect((await passages())[0].lane).toBeUndefined();
    await api.delete('/cameras/CAM-2');
    expect(api.app.get(Directory).camera('CAM-2')).toBeUndefined();
    expect((await api.delete('/gates/PORT-1')).body).toMatchObject({ code: 'in_use' });
  });
});
