import fc from 'fast-check';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { interchange, message, newReference } from './codeco.js';
import { BOX, form, FOURTH, Harbour, OTHER, THIRD } from './harbour.js';

failOnLeaks();

const JSON_ANSWER = { accept: 'application/json' };

withStore((store) => {
  let harbour: Harbour;
  beforeAll(async () => {
    harbour = await Harbour.open(store);
  });
  afterAll(() => harbour.close());
  beforeEach(() => harbour.clear());

  const send = (text: string, headers: Record<string, string> = {}, token = harbour.port, query = '') =>
    harbour.post(`/edi/codeco${query}`, text, token, { 'content-type': 'application/edifact', ...headers });
  const reported = async (query = '') =>
    (await harbour.get(`/port-messages${query}`)).body.items as Record<string, unknown>[];

  it('gate-in becomes form 14 and gate-out form 21, a message a container, and CONTRL says so', async () => {
    await harbour.allow(BOX);
    const text = interchange(
      [
        message('1', 34, [{ container: BOX, minutesAgo: 50 }, { container: OTHER }]),
        message('2', 36, [{ container: BOX }]),
      ],
      'REF1',
    );
    const answer = await send(text);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/edifact/);
    expect(answer.body).toMatch(
      /^UNB\+UNOC:3\+VNCUSTOMS:ZZZ\+ICTLH:ZZZ\+\d{6}:\d{4}\+\w{14}'UNH\+1\+CONTRL:D:3:UN'UCI\+REF1\+ICTLH:ZZZ\+VNCUSTOMS:ZZZ\+7'UCM\+1\+CODECO:D:95B:UN:ITG14\+7'UCM\+2\+CODECO:D:95B:UN:ITG14\+7'UNT\+5\+1'/,
    );
    expect(await reported()).toMatchObject([
      {
        form: '21',
        container: BOX,
        way: 'edi',
        flags: [],
        number: 'ICTLH/REF1/2/1',
        message: { plate: '15C-12345' },
      },
      {
        form: '14',
        container: OTHER,
        number: 'ICTLH/REF1/1/2',
        message: { carrierSeal: 'ML-1', purpose: 'import' },
      },
      { form: '14', container: BOX },
    ]);
    expect(await harbour.stays(BOX)).toMatchObject([{ gone: true, out_reported: true }]);
    const [first] = await reported();
    expect((await harbour.get(`/port-messages/${String(first!['id'])}`)).body.original).toMatchObject({
      contentType: 'application/edifact',
      text,
    });
  });

  it('all or nothing a message: the wrong one is named, the others are taken', async () => {
    const text = interchange([
      message('1', 34, [{ container: BOX }, { container: 'CSQU3054384' }]),
      message('2', 34, [{ container: OTHER }]),
    ]);
    const answer = await send(text, JSON_ANSWER);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        taken: true,
        errors: [],
        messages: [
          {
            ...{ reference: '1', taken: false, portMessages: [] },
            // UNH, BGM, NAD, EQD, DTM, LOC, SEL, TDT, EQD
            errors: [{ code: '12', tag: 'EQD', position: 9, element: 3, component: 1 }],
          },
          { reference: '2', taken: true, errors: [] },
        ],
      },
    });
    expect(await harbour.stays(BOX)).toEqual([]);
    expect(await harbour.stays(OTHER)).toHaveLength(1);
  });

  it('a number that the port gave to something else is a duplicate, and nothing of its message is left', async () => {
    await harbour.report({ ...form('14', { container: THIRD }), number: 'ICTLH/REF2/1/2' });
    const text = interchange(
      [
        message('1', 34, [{ container: BOX }, { container: OTHER }]),
        message('2', 34, [{ container: FOURTH }]),
      ],
      'REF2',
    );
    expect((await send(text, JSON_ANSWER)).body.messages).toMatchObject([
      { taken: false, errors: [{ code: '26', tag: 'UNH' }] },
      { taken: true },
    ]);
    expect(await harbour.stays(BOX)).toEqual([]);
    expect(await harbour.stays(FOURTH)).toHaveLength(1);
  });

  it('the same interchange again gets the same acknowledgement, and nothing is taken twice', async () => {
    const text = interchange([message('1', 34, [{ container: BOX }])]);
    const [first, again] = [await send(text), await send(text)];
    expect(again.body).toBe(first.body);
    expect(await reported()).toHaveLength(1);
    const [{ rows }] = [await store.pool.query('select from port_submissions')];
    expect(rows).toHaveLength(1);
  });

  it('ten at once are one', async () => {
    const text = interchange([message('1', 34, [{ container: BOX }])]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(text)));
    expect(new Set(answers.map(({ body }) => body as string)).size).toBe(1);
    expect(await reported()).toHaveLength(1);
  });

  it('another by the same name is refused as a duplicate', async () => {
    const reference = newReference();
    await send(interchange([message('1', 34, [{ container: BOX }])], reference));
    const other = await send(interchange([message('1', 34, [{ container: OTHER }])], reference), JSON_ANSWER);
    expect(other).toMatchObject({ status: 422, body: { taken: false, errors: [{ code: '26' }] } });
    expect(await harbour.stays(OTHER)).toEqual([]);
  });

  it('an interchange that was refused is kept as it came, and may be sent better under another name', async () => {
    const text = interchange([message('1', 34, [{ container: BOX }])]).replace('UNZ+1', 'UNZ+2');
    expect((await send(text, JSON_ANSWER)).body).toMatchObject({
      taken: false,
      errors: [{ code: '29', tag: 'UNZ' }],
    });
    const { rows } = await store.pool.query<{ bytes: Buffer }>('select bytes from port_submissions');
    expect(rows.map(({ bytes }) => bytes.toString())).toEqual([text]);
  });

  it('a test is read and answered, and nothing is taken', async () => {
    const text = interchange([message('1', 34, [{ container: BOX }])], newReference(), '++++++1');
    expect((await send(text, JSON_ANSWER)).body).toMatchObject({ test: true, messages: [{ taken: true }] });
    expect(await reported()).toEqual([]);
  });

  describe('where it happened', () => {
    it.each([['LACHHUYEN'], ['03TG'], ['']])('is what LOC+165 says: %j', async (terminal) => {
      expect((await send(interchange([message('1', 34, [{ container: BOX, terminal }])]))).status).toBe(200);
      expect(await reported('?facilityId=LACHHUYEN')).toHaveLength(1);
    });

    it('is what the call says', async () => {
      const text = interchange([message('1', 34, [{ container: BOX, terminal: 'ELSEWHERE' }])]);
      expect((await send(text, {}, harbour.port, '?facilityId=LACHHUYEN')).status).toBe(200);
    });

    it('must be of who sends it: the segment is named', async () => {
      const text = interchange([message('1', 34, [{ container: BOX }])]);
      expect((await send(text, JSON_ANSWER, harbour.otherPort)).body.messages).toMatchObject([
        { taken: false, errors: [{ code: '12', tag: 'LOC', position: 6, element: 4 }] },
      ]);
      const call = await send(text, JSON_ANSWER, harbour.otherPort, '?facilityId=LACHHUYEN');
      expect(call.body).toMatchObject({ status: 403, code: 'forbidden' });
    });
  });

  it('a time that cannot be is named', async () => {
    const text = interchange([message('1', 34, [{ container: BOX, minutesAgo: -600 }])]);
    expect((await send(text, JSON_ANSWER)).body.messages).toMatchObject([
      { errors: [{ code: '12', tag: 'DTM', position: 5, element: 2, component: 2 }] },
    ]);
  });

  it.each([
    ['application/json', '{}', 415, 'unsupported_media_type'],
    ['application/edifact', 'no interchange', 400, 'not_edifact'],
    ['text/plain', '', 400, 'not_edifact'],
  ])('%s %j is refused by one clear error', async (type, text, status, code) => {
    expect(await send(text, { 'content-type': type })).toMatchObject({ status, body: { code } });
  });

  it('an interchange is taken nowhere else', async () => {
    const answer = await send(interchange([]), { 'content-type': 'text/plain' });
    expect(answer.status).toBe(422);
    const elsewhere = await harbour.post('/port-messages', 'x', harbour.port, {
      'content-type': 'text/plain',
    });
    expect(elsewhere.body.code).toBe('unsupported_media_type');
  });

  it('whatever bytes come, the answer is an acknowledgement or one clear error', async () => {
    const whole = interchange([message('1', 36, [{ container: THIRD }])]);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      // a good one, cut and spoilt somewhere
      fc
        .tuple(fc.nat(whole.length), fc.nat(whole.length), fc.uint8Array({ maxLength: 4 }))
        .map(([a, b, noise]) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          return Buffer.concat([Buffer.from(whole.slice(0, from)), noise, Buffer.from(whole.slice(to))]);
        }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        const answer = await fetch(`${harbour.api.origin}/api/v1/edi/codeco`, {
          method: 'POST',
          headers: { authorization: `Bearer ${harbour.port}`, 'content-type': 'application/edifact' },
          body: Buffer.from(body),
        });
        const text = await answer.text();
        if (answer.status === 400) expect(JSON.parse(text)).toMatchObject({ code: 'not_edifact' });
        else {
          expect([200, 422]).toContain(answer.status);
          expect(text).toMatch(/^UNB\+UNOC:3\+.*UCI\+.*UNZ\+1\+\w+'$/s);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('the platform failed at nothing meanwhile', () => expect(harbour.api.errors).toEqual([]));
});
