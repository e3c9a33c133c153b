import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPorts, type Ports } from '../papers/port.js';

failOnLeaks();

const DAYTIME = [{ days: [1, 2, 3, 4, 5], from: 450, to: 990 }];

withStore((store) => {
  let ports: Ports;
  let administrator: string;
  beforeAll(async () => {
    ports = await openPorts(store);
    administrator = ports.api.tokens.administrator;
  });
  afterAll(() => ports.api.close());
  const set = (organisationId: string, body: object, headers?: Record<string, string>) =>
    ports.api.send('PUT', `/calendars/${organisationId}`, body, {
      authorization: `Bearer ${administrator}`,
      ...headers,
    });
  const get = async (organisationId: string) =>
    (await ports.operator.get(`/calendars/${organisationId}`)).body;

  it('where nobody keeps one the usual hours hold', async () => {
    const calendar = await get('OFFICE-N');
    expect(calendar).toMatchObject({
      organisationId: 'OFFICE-N',
      timeZone: 'Asia/Ho_Chi_Minh',
      holidays: [],
    });
    expect(calendar).not.toHaveProperty('of');
  });

  it('is kept by an administrator, holds for all below, and gives way to an office’s own', async () => {
    const tet = { from: '2027-02-05', to: '2027-02-11', name: 'Tết Đinh Mùi' };
    const saturday = { date: '2026-08-22', as: 1, name: 'làm bù' };
    const made = await set('CENTRE', {
      hours: DAYTIME,
      holidays: [tet],
      extraDays: [saturday],
      source: 'a law',
    });
    expect(made).toMatchObject({ status: 200, body: { of: 'CENTRE', hours: DAYTIME, source: 'a law' } });
    expect(await get('OFFICE-N')).toEqual({ ...made.body, organisationId: 'OFFICE-N' });
    const nights = [{ days: [0, 6], from: 0, to: 1440 }];
    expect((await set('OFFICE-N', { hours: nights, timeZone: 'Asia/Bangkok' })).status).toBe(200);
    expect(await get('OFFICE-N')).toMatchObject({ of: 'OFFICE-N', hours: nights, holidays: [] });
    expect(await get('OFFICE-S')).toMatchObject({ of: 'CENTRE', holidays: [tet], extraDays: [saturday] });
    const { rows } = await store.pool.query(
      `select subject, data->'after'->>'timeZone' as zone from ledger_inbox where kind = 'calendar.set' order by at`,
    );
    expect(rows).toEqual([
      { subject: 'calendar/CENTRE', zone: 'Asia/Ho_Chi_Minh' },
      { subject: 'calendar/OFFICE-N', zone: 'Asia/Bangkok' },
    ]);
  });

  it.each([
    ['hours that end before they begin', { hours: [{ days: [1], from: 600, to: 600 }] }, 'hours.0.to'],
    ['no hours', { hours: [] }, 'hours'],
    ['an eighth day', { hours: [{ days: [7], from: 0, to: 60 }] }, 'hours.0.days.0'],
    ['a zone that is none', { hours: DAYTIME, timeZone: 'Asia/Saigon City' }, 'timeZone'],
    [
      'a day that is none',
      { hours: DAYTIME, holidays: [{ from: '2027-02-30', to: '2027-03-01', name: 'x' }] },
      'holidays.0.from',
    ],
    [
      'a holiday that ends before it begins',
      { hours: DAYTIME, holidays: [{ from: '2027-02-05', to: '2027-02-04', name: 'x' }] },
      'holidays.0.to',
    ],
  ])('with %s is refused, and the one before stands', async (_, body, path) => {
    const before = await get('OFFICE-S');
    expect((await set('OFFICE-S', body)).body).toMatchObject({ code: 'invalid_request', errors: [{ path }] });
    expect(await get('OFFICE-S')).toEqual(before);
  });

  it('nobody but an administrator sets one, of no organisation but an office', async () => {
    const headers = { authorization: `Bearer ${ports.api.tokens.shift_supervisor}` };
    expect((await set('OFFICE-S', { hours: DAYTIME }, headers)).body.code).toBe('forbidden');
    expect((await set('OPERATOR-N', { hours: DAYTIME })).body.code).toBe('forbidden');
    expect((await set('NOBODY', { hours: DAYTIME })).body.code).toBe('organisation_not_found');
    expect((await ports.officer.get('/calendars/NOBODY')).body.code).toBe('organisation_not_found');
  });

  it('a repeat of a call changes nothing', async () => {
    const key = { 'idempotency-key': 'calendar-1' };
    const first = await set('OFFICE-S', { hours: DAYTIME }, key);
    const again = await set('OFFICE-S', { hours: DAYTIME }, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replay')).toBe('true');
  });

  it('the platform failed at nothing meanwhile', () => expect(ports.api.errors).toEqual([]));
});
