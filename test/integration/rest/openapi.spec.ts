import { randomUUID } from 'node:crypto';
import {
  AlarmAnswer,
  Camera,
  CameraHealthAnswer,
  ContainerAnswer,
  EvidenceAnswer,
  Facility,
  FixAnswer,
  Gate,
  Organisation,
  pageAnswer,
  PassageAnswer,
  ProblemAnswer,
  QuarantineAnswer,
  Route,
  SealAnswer,
  TimelineAnswer,
  TransitAnswer,
  TransitFixAnswer,
} from '@haidang/contract';
import { failOnLeaks, png, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_ERRORS } from '../../../apps/platform/src/http/errors.js';
import { RouteTable } from '../../../apps/platform/src/http/route-table.js';
import { ago, Api, BOX_1, fixAt, newTransit, registerCountry } from './api.js';

failOnLeaks();

/** The dashboards' own settings. */
const UNDOCUMENTED = ['GET /config.json'];

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

/** Calls that take something else than JSON, or beside it. */
const OTHER_TYPES: Readonly<Record<string, readonly string[]>> = {
  'POST /api/v1/devices/import': ['text/csv'],
  'POST /api/v1/transits/import': ['application/json', 'text/csv'],
  'POST /api/v1/evidence': ['multipart/form-data'],
  'POST /api/v1/facilities/{id}/paper-entries': ['application/json', 'text/csv'],
};

/** Calls that answer no JSON. */
const PICTURES: Readonly<Record<string, string>> = {
  'GET /api/v1/eligibility/{id}/qr': 'image/svg+xml',
  'GET /api/v1/facilities/{id}/paper-forms': 'text/html',
  'GET /api/v1/transits/{id}/dossier.pdf': 'application/pdf',
};

withStore((store) => {
  let api: Api;
  let document: {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object> };
  };
  let operations: [name: string, operation: Operation][];
  beforeAll(async () => {
    api = await Api.open(store);
    const answer = await api.get(`${api.origin}/api/openapi.json`);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    document = answer.body;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  });
  afterAll(() => api.close());

  it('has every route of the server and no other', () => {
    const routes = api.app
      .get(RouteTable)
      .all()
      .filter(({ method, path }) => method !== 'HEAD' && method !== 'OPTIONS' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path.replace(/:([A-Za-z]+)/g, '{$1}')}`)
      .filter((route) => !UNDOCUMENTED.includes(route));
    expect(document.openapi).toBe('3.1.0');
    expect(operations.map(([name]) => name).sort()).toEqual([...new Set(routes)].sort());
    expect(operations.length).toBeGreaterThan(50);
  });

  it('names each operation once, and every part of its address', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { parameters = [] }] of operations) {
      const wanted = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const named = parameters.filter((p) => p.in === 'path').map((p) => p.name);
      expect(named, name).toEqual(wanted);
      for (const parameter of parameters)
        expect(Object.keys(parameter.schema), `${name} ${parameter.name}`).not.toEqual([]);
    }
  });

  it('says what a write takes, and that it may be repeated', () => {
    for (const [name, { parameters = [], requestBody, responses }] of operations) {
      // a session is no record: signing in twice makes two; what a camera pushes names itself; a trial writes nothing, nor does an act in a sandbox
      if (
        name.startsWith('GET') ||
        / \/api\/v1\/(session(s|\/|$)|cameras\/\{id\}\/events|trials$|training\/\{id\}\/alarms\/)/.test(name)
      )
        continue;
      expect(
        parameters.map((p) => p.name),
        name,
      ).toContain('Idempotency-Key');
      expect(Object.keys(responses), name).toEqual(expect.arrayContaining(['409', '422']));
      if (name.startsWith('DELETE')) continue;
      // interchanges are no JSON
      if (name === 'POST /api/v1/edi/codeco') continue;
      const types = Object.keys(requestBody!.content);
      expect(types, name).toEqual(
        name.startsWith('PATCH')
          ? ['application/json', 'application/merge-patch+json']
          : (OTHER_TYPES[name] ?? ['application/json']),
      );
      expect(Object.keys(requestBody!.content[types[0]!]!.schema), name).not.toEqual([]);
    }
  });

  it('never fails over who sends nothing, of no type, where something is wanted', async () => {
    const wanting = operations.filter(([, { requestBody }]) => requestBody !== undefined);
    for (const [name] of wanting)
      for (const id of ['X-1', randomUUID()]) {
        const [method, path] = name
          .replace('/api/v1', '')
          .replace(/\{\w+\}/g, id)
          .split(' ');
        const { status } = await api.send(method!, path!);
        expect([name, status >= 200 && status < 500]).toEqual([name, true]);
      }
    expect(wanting.length).toBeGreaterThan(30);
  });

  it('gives every answer a schema, and every refusal its problem', () => {
    for (const [name, { responses }] of operations.filter(([route]) => route.includes(' /api/'))) {
      for (const [status, { content, description }] of Object.entries(responses)) {
        if (status === '204' || status === '302' || (status === '200' && name.endsWith('/content'))) continue;
        const type =
          Number(status) < 400 ? (PICTURES[name] ?? 'application/json') : 'application/problem+json';
        expect(content?.[type]?.schema, `${name} ${status}`).toBeDefined();
        if (Number(status) < 400) continue;
        for (const [, code] of description.matchAll(/`([a-z_0-9]+)`:/g)) {
          expect(API_ERRORS[code as keyof typeof API_ERRORS].status, `${name} ${code}`).toBe(Number(status));
        }
      }
      expect(Object.keys(responses), name).toEqual(expect.arrayContaining(['500', '503']));
    }
  });

  it('refers only to what it holds', () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!));
    expect(references.size).toBeGreaterThan(10);
    for (const reference of references) {
      expect(document.components.schemas, reference).toHaveProperty(
        reference.replace('#/components/schemas/', ''),
      );
    }
    expect(text).not.toContain('$defs');
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(schema, name).toHaveProperty('type', 'object');
    }
  });

  describe('an answer has the form its schema says, and nothing beside:', () => {
    const departed = Math.floor(Date.now() / 60_000) * 60_000 - 7_200_000;
    beforeAll(async () => {
      await registerCountry(api);
      const box = { number: BOX_1, sealId: 'S1', carrierSeal: 'C', customsSeal: 'K' };
      await api.post('/transits', {
        ...newTransit('T1', [box]),
        carrierId: 'CARRIER',
        departBy: ago(2),
        arriveBy: ago(-2),
        rules: { maxSpeed: 120 },
      });
      await api.post('/transits/T1/seal');
      await api.post('/transits/T1/depart', { at: new Date(departed).toISOString(), reason: 'r' });
      const full = {
        heading: 90,
        satellites: 9,
        battery: 87,
        charging: false,
        lock: 'locked',
        events: ['restart'],
        card: 'c',
      };
      const off = [1, 2, 3, 4, 5].map((n) => ({
        ...fixAt(n, departed + n * 60_000, n * 100, 5_000),
        ...full,
      }));
      await api.fixes('S1', off);
      await api.fixes('S1', [{ seq: 'x' }]);
      await api.post('/cameras', {
        id: 'C1',
        name: 'C',
        gateId: 'PORT-1',
        maker: 'haidang',
        direction: 'out',
        lane: '2',
      });
      const form = new FormData();
      form.set('gateId', 'PORT-1');
      form.set('passageId', 'p1');
      form.set('container', BOX_1);
      form.set('file', new Blob([new Uint8Array(png())], { type: 'image/png' }), 'a.png');
      await api.post('/evidence', form);
      await api.post('/gates/PORT-1/passages', {
        id: 'p1',
        time: ago(1),
        direction: 'out',
        lane: '2',
        container: BOX_1,
        containerConfidence: 0.97,
        plate: '15C-123.45',
        plateConfidence: 0.93,
        sealId: 'S1',
        carrierSeal: 'C',
        damage: false,
        images: ['https://example.org/1.jpg'],
        source: 'camera',
      });
      const [alarm] = (await api.get('/alarms')).body.items;
      await api.post(`/alarms/${alarm.id}/assign`, { revision: alarm.revision, to: 'An' });
      await api.post(`/alarms/${alarm.id}/resolve`, {
        revision: alarm.revision,
        ending: 'true',
        text: 'seen',
      });
    });

    it.each([
      ['/organisations', pageAnswer(Organisation)],
      ['/facilities', pageAnswer(Facility)],
      ['/gates', pageAnswer(Gate)],
      ['/cameras', pageAnswer(Camera)],
      ['/cameras/C1/health', CameraHealthAnswer],
      ['/evidence', pageAnswer(EvidenceAnswer)],
      ['/routes', pageAnswer(Route)],
      ['/seals', pageAnswer(SealAnswer)],
      ['/seals/S1', SealAnswer],
      ['/seals/S1/track', pageAnswer(FixAnswer)],
      ['/transits', pageAnswer(TransitAnswer)],
      ['/transits/T1', TransitAnswer],
      ['/transits/T1/track', pageAnswer(TransitFixAnswer)],
      ['/transits/T1/timeline', pageAnswer(TimelineAnswer)],
      ['/alarms', pageAnswer(AlarmAnswer)],
      [`/containers/${BOX_1}`, ContainerAnswer],
      ['/gates/PORT-1/passages', pageAnswer(PassageAnswer)],
      ['/quarantine', pageAnswer(QuarantineAnswer)],
    ] as [string, { parse(value: unknown): unknown }][])('%s', async (path, schema) => {
      const { status, body } = await api.get(path);
      expect(status).toBe(200);
      if ('items' in body) expect(body.items).not.toEqual([]);
      expect(schema.parse(body)).toEqual(body);
    });

    it('problems', async () => {
      for (const path of ['/transits/NO', '/seals?limit=0', '/nothing']) {
        const { body } = await api.get(path);
        expect(ProblemAnswer.parse(body)).toEqual(body);
      }
    });
  });

  describe('a schema', () => {
    it('shows a list with its filters', () => {
      const { parameters } = document.paths['/api/v1/alarms']!['get']!;
      expect(parameters!.map(({ name, required }) => `${name} ${required}`)).toEqual([
        'limit false',
        'cursor false',
        'state false',
        'standing false',
        'severity false',
        'kind false',
        'transitId false',
        'sealId false',
        'container false',
        ...[
          'since',
          'until',
          'ending',
          'carrierId',
          'routeId',
          'officeId',
          'acknowledged',
          'onSpot',
          'without',
        ].map((name) => `${name} false`),
      ]);
      expect(parameters![0]!.schema).toMatchObject({
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        default: 100,
      });
    });

    it('shows a position as GeoJSON has it', () => {
      expect(JSON.stringify(document.components.schemas['Route'])).toContain('"minItems":2,"maxItems":2');
    });
  });
});
