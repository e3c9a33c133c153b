import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DAY } from '@haidang/domain';
import { expireEvidence, sequence } from '@haidang/store';
import { failOnLeaks, jpeg, PDF, png, signInAs, webp, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EvidenceFiles } from '../../../apps/platform/src/evidence/evidence-files.js';
import { fillDisk } from './full-disk.js';
import { Api, BOX_1, BOX_2, newTransit, registerCountry, type Answer } from '../rest/api.js';

failOnLeaks();

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

withStore((store) => {
  let api: Api;
  let n = 0;
  /** A picture that no test has sent before. */
  const picture = () => jpeg(Buffer.from(`picture ${n++}`));

  beforeAll(async () => {
    api = await Api.open(store, { env: { EVIDENCE_MAX_MB: '1' } });
    await registerCountry(api);
    await store.pool.query(
      `insert into organisations (id, name, kind) values ('OPERATOR', 'Operator', 'port_operator')`,
    );
    await store.pool.query(`update facilities set operator_id = 'OPERATOR' where id = 'BORDER'`);
    await api.patch('/facilities/BORDER', { name: 'Border post' });
  });
  afterAll(() => api.close());
  beforeEach(() => store.pool.query('truncate evidence'));

  function upload(
    content: Uint8Array,
    fields: Readonly<Record<string, string>> = { gateId: 'PORT-1' },
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(content)]), 'x.jpg');
    return api.post('/evidence', form, headers);
  }
  const filesIn = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => name)
      : [];
  const files = () => filesIn(path.join(api.dataDir, 'evidence'));

  it.each([
    ['image/jpeg', jpeg()],
    ['image/png', png()],
    ['image/webp', webp()],
    ['application/pdf', PDF],
  ])('%s is kept byte for byte, found, and shown as what it is', async (type, content) => {
    const { status, body, headers } = await upload(content, {
      gateId: 'PORT-1',
      container: 'csqu 305438-3',
      takenAt: '2026-11-25T10:00:00+07:00',
    });
    expect([status, headers.get('location')]).toEqual([201, `/api/v1/evidence/${body.id}`]);
    expect(body).toMatchObject({
      sha256: hashOf(content),
      bytes: content.length,
      type,
      facilityId: 'PORT',
      gateId: 'PORT-1',
      container: BOX_1,
      takenAt: '2026-11-25T03:00:00.000Z',
    });
    expect((await api.get(`/evidence/${body.id}`)).body).toEqual(body);
    expect((await api.get(`/evidence?container=${BOX_1}`)).body.items).toEqual([body]);
    expect((await api.get(`/evidence?container=${BOX_2}`)).body.items).toEqual([]);
    const answer = await fetch(`${api.origin}/api/v1/evidence/${body.id}/content`, {
      headers: { authorization: `Bearer ${api.token}` },
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(content);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/) as string,
      'content-disposition': expect.stringMatching(
        type.startsWith('image') ? /^inline; / : /^attachment; /,
      ) as string,
      'cross-origin-resource-policy': 'same-origin',
    });
    const again = await api.get(`/evidence/${body.id}/content`, {
      'if-none-match': answer.headers.get('etag')!,
    });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('its hash is in the ledger, with who brought it', async () => {
    const content = picture();
    const { body } = await upload(content);
    for (let done = await sequence(store.pool); done === 'elsewhere' || done.more;)
      done = await sequence(store.pool);
    expect((await api.get(`/ledger?subject=evidence/${body.id}`)).body.items).toMatchObject([
      {
        kind: 'evidence.store',
        by: { personId: body.uploadedBy },
        data: { sha256: hashOf(content), gateId: 'PORT-1' },
      },
    ]);
  });

  it.each([
    [
      'a page called a picture',
      Buffer.from('<html><script>alert(1)</script></html>'),
      {},
      422,
      'content_refused',
    ],
    ['half a picture', jpeg().subarray(0, -2), {}, 422, 'content_refused'],
    ['more than is taken', Buffer.concat([jpeg(), Buffer.alloc(1024 * 1024)]), {}, 413, 'body_too_large'],
    ['far more than is taken', Buffer.alloc(5 * 1024 * 1024), {}, 413, 'body_too_large'],
    ['of nowhere', jpeg(), { gateId: '' }, 400, 'invalid_request'],
    ['of a gate that is not there', jpeg(), { gateId: 'NONE' }, 422, 'reference_unknown'],
    ['of a gate that is elsewhere', jpeg(), { facilityId: 'BORDER' }, 422, 'reference_unknown'],
    ['of a container that is none', jpeg(), { container: 'CSQU3054384' }, 400, 'invalid_request'],
    ['of a time that is none', jpeg(), { takenAt: 'soon' }, 400, 'invalid_request'],
  ])('%s is refused, and nothing of it is left', async (_, content, fields, status, code) => {
    const before = files();
    expect(await upload(content, { gateId: 'PORT-1', ...fields })).toMatchObject({ status, body: { code } });
    expect(files()).toEqual(before);
    expect((await api.get('/evidence')).body.items).toEqual([]);
  });

  it.each([
    ['JSON', '{}', 'application/json', 415],
    ['a picture alone', jpeg(), 'image/jpeg', 415],
    [
      'a form without a file',
      '--x\r\ncontent-disposition: form-data; name="gateId"\r\n\r\nPORT-1\r\n--x--\r\n',
      'multipart/form-data; boundary=x',
      400,
    ],
    [
      'a form cut short',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
      'multipart/form-data; boundary=x',
      400,
    ],
    ['a form without a boundary', 'x', 'multipart/form-data', 400],
    ['nothing', '', 'multipart/form-data; boundary=x', 400],
  ])('%s is no upload', async (_, body, type, status) => {
    expect((await api.post('/evidence', body, { 'content-type': type })).status).toBe(status);
  });

  it('sent again with its key it is the same, though a form has other boundaries each time', async () => {
    const content = picture();
    const key = { 'idempotency-key': `key-${n}` };
    const [first, again] = [await upload(content, undefined, key), await upload(content, undefined, key)];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect((await upload(picture(), undefined, key)).body).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('a full disk refuses it with one error, and nothing is half there; with room the same call succeeds', async () => {
    const [content, key] = [picture(), { 'idempotency-key': `key-${n}` }];
    const before = files();
    const makeRoom = fillDisk(api);
    expect(await upload(content, undefined, key)).toMatchObject({
      status: 507,
      body: { code: 'storage_full' },
    });
    expect(files()).toEqual(before);
    expect((await api.get('/evidence')).body.items).toEqual([]);
    makeRoom();
    expect((await upload(content, undefined, key)).status).toBe(201);
    api.errors.length = 0;
  });

  it('of one content there is one file, and two pieces of evidence', async () => {
    const content = picture();
    const ids = [(await upload(content)).body.id, (await upload(content)).body.id];
    expect(new Set(ids).size).toBe(2);
    expect(files().filter((name) => name === hashOf(content))).toHaveLength(1);
  });

  it('that was changed on the disk is not shown as evidence', async () => {
    const content = picture();
    const { body } = await upload(content);
    const { sha256 } = body;
    writeFileSync(
      path.join(api.dataDir, 'evidence', sha256.slice(0, 2), sha256.slice(2, 4), sha256),
      'forged',
    );
    const answer = await api.get(`/evidence/${body.id}/content`);
    expect(answer).toMatchObject({ status: 500, body: { code: 'evidence_damaged' } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    api.errors.length = 0;
  });

  it('is of its place: another operator neither sees nor brings it', async () => {
    const { body } = await upload(picture());
    const as = { authorization: `Bearer ${await signInAs(store.pool, 'port_operator', 'OPERATOR')}` };
    for (const call of [`/evidence/${body.id}`, `/evidence/${body.id}/content`])
      expect((await api.get(call, as)).body).toMatchObject({ code: 'evidence_not_found' });
    expect((await api.get('/evidence', as)).body.items).toEqual([]);
    const before = files();
    expect((await upload(picture(), { gateId: 'PORT-1' }, as)).body).toMatchObject({
      code: 'reference_unknown',
    });
    expect(files()).toEqual(before);
    expect((await upload(picture(), { facilityId: 'BORDER' }, as)).status).toBe(201);
    const auditor = { authorization: `Bearer ${api.tokens.auditor}` };
    expect((await api.get('/evidence', auditor)).body.items).toHaveLength(2);
    expect((await upload(picture(), { gateId: 'PORT-1' }, auditor)).status).toBe(403);
  });

  it('of a transit is of who carries it and of its offices: another carrier neither sees nor brings it', async () => {
    for (const id of ['CARRIER', 'OTHER'])
      await store.pool.query(
        `insert into organisations (id, name, kind) values ($1, $1, 'carrier') on conflict do nothing`,
        [id],
      );
    const made = await api.post('/transits', { ...newTransit('SHOWN'), carrierId: 'CARRIER' });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const as = async (at: string) => ({
      authorization: `Bearer ${await signInAs(store.pool, 'carrier', at)}`,
    });
    const [own, other] = [await as('CARRIER'), await as('OTHER')];
    const { status, body } = await upload(picture(), { transitId: 'SHOWN' }, own);
    expect([status, body]).toMatchObject([201, { transitId: 'SHOWN', facilityId: 'PORT' }]);
    expect((await api.get('/evidence?transitId=SHOWN', own)).body.items).toEqual([body]);
    expect((await api.get(`/evidence/${body.id}/content`, own)).status).toBe(200);
    expect((await api.get(`/evidence/${body.id}`, other)).body).toMatchObject({ code: 'evidence_not_found' });
    const before = files();
    for (const [fields, who] of [
      [{ transitId: 'SHOWN' }, other],
      [{ facilityId: 'PORT' }, own],
    ] as const)
      expect((await upload(picture(), fields, who)).body).toMatchObject({ code: 'reference_unknown' });
    expect(files()).toEqual(before);
    const report = { kind: 'force_majeure', text: 'sạt lở đường', evidence: [body.id] };
    await store.pool.query(`update transits set state = 'in_transit' where id = 'SHOWN'`);
    expect((await api.post('/transits/SHOWN/incident', report, own)).status).toBe(201);
    expect((await api.get('/transits/SHOWN')).body.incident).toMatchObject({
      ...{ kind: 'force_majeure', evidence: [body.id] },
    });
    expect((await api.post('/transits/SHOWN/incident', report, other)).body).toMatchObject({
      code: 'transit_not_found',
    });
  });

  describe('keeping', () => {
    const expire = (before: number) =>
      expireEvidence(store.pool, before, Date.now(), (sha256) => api.app.get(EvidenceFiles).remove(sha256));

    it('what is expired goes, with its file when nobody else names it, and is entered', async () => {
      const [shared, alone] = [picture(), picture()];
      const old = [(await upload(shared)).body.id, (await upload(alone)).body.id];
      await store.pool.query(`update evidence set created_at = now() - interval '2000 days'`);
      const { body } = await upload(shared);
      expect(await expire(Date.now() - 1_830 * DAY)).toBe(2);
      expect((await api.get('/evidence')).body.items).toEqual([body]);
      expect(files()).toContain(hashOf(shared));
      expect(files()).not.toContain(hashOf(alone));
      for (let done = await sequence(store.pool); done === 'elsewhere' || done.more;)
        done = await sequence(store.pool);
      const entered = (await api.get('/ledger?subject=evidence/all')).body.items;
      expect(entered[0].data.ids.sort()).toEqual(old.sort());
    });

    it('a hold keeps what shows its container, and of its transit what is of its time', async () => {
      await api.post('/transits', newTransit('T1', [{ number: BOX_2 }]));
      await store.pool.query(
        `update transits set created_at = now() - interval '3000 days', ended_at = now() - interval '2500 days' where id = 'T1'`,
      );
      await api.post('/holds', { containers: [BOX_1], transits: ['T1'], reason: 'inquiry' });
      const taken = (days: number) => ({ takenAt: new Date(Date.now() - days * DAY).toISOString() });
      const kept = [
        (await upload(picture(), { gateId: 'PORT-1', container: BOX_1, ...taken(2_000) })).body.id,
        (await upload(picture(), { gateId: 'PORT-1', container: BOX_2, ...taken(2_700) })).body.id,
      ];
      await upload(picture(), { gateId: 'PORT-1', container: BOX_2, ...taken(2_000) });
      await upload(picture(), { gateId: 'PORT-1', ...taken(2_000) });
      await store.pool.query(`update evidence set created_at = now() - interval '2000 days'`);
      expect(await expire(Date.now() - 1_830 * DAY)).toBe(2);
      const left = (await api.get('/evidence')).body.items.map(({ id }: { id: string }) => id);
      expect(left.sort()).toEqual(kept.sort());
    });

    it('what belongs to a case stays while the case is open, and while a hold keeps it', async () => {
      await store.pool.query('truncate holds, hold_targets');
      const shown = (await upload(picture())).body.id;
      const opened = { facilityId: 'PORT', container: BOX_1, description: 'a dent' };
      const { body: about } = await api.post('/cases', opened);
      await api.post(`/cases/${about.id}/evidence`, { evidenceId: shown });
      await store.pool.query(`update evidence set created_at = now() - interval '2000 days'`);
      const before = Date.now() - 1_830 * DAY;
      expect(await expire(before)).toBe(0);
      await store.pool.query(`update cases set state = 'closed', closed_at = now() where id = $1`, [
        about.id,
      ]);
      const { body: held } = await api.post('/holds', { cases: [about.id], reason: 'inquiry' });
      expect(await expire(before)).toBe(0);
      await api.send('DELETE', `/holds/${held.id}`, { reason: 'over' });
      expect(await expire(before)).toBe(1);
      expect((await api.get('/evidence')).body.items).toEqual([]);
    });
  });

  it('the platform failed at nothing else', () => expect(api.errors).toEqual([]));
});
