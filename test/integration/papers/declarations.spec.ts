import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { declaration, eligible, openPorts, type Ports } from './port.js';

failOnLeaks();

withStore((store) => {
  let ports: Ports;
  beforeAll(async () => {
    ports = await openPorts(store);
  });
  afterAll(() => ports.api.close());

  it('is entered by its office, found, and replaced by what is said later', async () => {
    const { officer } = ports;
    const made = await officer.post('/declarations', declaration('D10', { status: undefined }));
    expect(made).toMatchObject({
      status: 201,
      body: {
        number: 'D10',
        officeId: 'OFFICE-N',
        status: 'registered',
        registeredAt: '2026-11-25T01:00:00.000Z',
      },
    });
    expect((await officer.get('/declarations/D10')).body).toEqual(made.body);
    const changed = await officer.post('/declarations', declaration('D10', { channel: 'red' }));
    expect(changed.body).toMatchObject({ channel: 'red', status: 'cleared' });
    expect((await officer.get('/declarations?channel=red')).body.items).toEqual([changed.body]);
    const { rows } = await store.pool.query(
      `select kind, data from ledger_inbox where subject = 'declaration/D10' order by at`,
    );
    expect(rows).toMatchObject([
      { kind: 'declaration.register', data: { channel: 'green', status: 'registered' } },
      {
        kind: 'declaration.change',
        data: {
          before: { channel: 'green', status: 'registered' },
          after: { channel: 'red', status: 'cleared' },
        },
      },
    ]);
  });

  it('of many all are taken or none, and each that is wrong is named', async () => {
    const { officer } = ports;
    const lines = [
      declaration('D20'),
      declaration('D21', { channel: 'blue' }),
      declaration('D22', { number: '' }),
    ];
    const refused = await officer.post('/declarations', { lines });
    expect(refused.body).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'lines.1.channel',
      'lines.2.number',
    ]);
    const twice = await officer.post('/declarations', { lines: [declaration('D20'), declaration('D20')] });
    expect(twice.body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'lines.1.number' }] });
    const foreign = await officer.post('/declarations', {
      lines: [declaration('D20'), declaration('D21', { officeId: 'OFFICE-S' })],
    });
    expect(foreign.body).toMatchObject({ code: 'reference_unknown', errors: [{ path: 'lines.1.officeId' }] });
    expect((await officer.get('/declarations/D20')).body).toMatchObject({ code: 'declaration_not_found' });
    expect(
      (await officer.post('/declarations', { lines: [declaration('D20'), declaration('D21')] })).body,
    ).toEqual({
      ...{ count: 2, ids: ['D20', 'D21'], notices: [] },
    });
  });

  it('of another office cannot be taken over, seen or not', async () => {
    const { officer, otherOfficer, supervisor } = ports;
    await otherOfficer.post('/declarations', declaration('D30'));
    expect((await officer.get('/declarations/D30')).status).toBe(404);
    expect((await officer.post('/declarations', declaration('D30'))).body.code).toBe('forbidden');
    // the centre makes something of it eligible at the officer's port: from now on he sees it
    expect((await supervisor.post('/eligibility', eligible(30, { declaration: 'D30' }))).status).toBe(201);
    expect((await officer.get('/declarations/D30')).body).toMatchObject({ officeId: 'OFFICE-S' });
    expect((await officer.post('/declarations', declaration('D30', { channel: 'red' }))).body.code).toBe(
      'forbidden',
    );
    expect((await ports.operator.get('/declarations/D30')).body).toMatchObject({ channel: 'green' });
    expect((await ports.otherOperator.get('/declarations/D30')).status).toBe(404);
  });

  it('a port enters none', async () => {
    expect((await ports.operator.post('/declarations', declaration('D40'))).body.code).toBe('forbidden');
  });

  it('the platform failed at nothing meanwhile', () => expect(ports.api.errors).toEqual([]));
});
