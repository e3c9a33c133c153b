import { expect, test } from 'vitest';
import { formatUrlState, parseUrlState, type UrlState } from './url-state.js';

test('a link carries the whole view', () => {
  const state: UrlState = {
    language: 'en',
    theme: 'light',
    seal: 'VN000123',
    alarm: '0191f2d8',
    camera: { zoom: 8.25, lat: 20.8561, lon: 106.6822 },
    wall: true,
  };
  const query = '?wall&lang=en&theme=light&seal=VN000123&alarm=0191f2d8&map=8.25/20.85610/106.68220';
  expect(formatUrlState(state)).toBe(query);
  expect(parseUrlState(query)).toEqual(state);
});

test('an address without a query says nothing', () => {
  expect(parseUrlState('')).toEqual({ wall: false });
  expect(formatUrlState({ wall: false })).toBe('');
});

test.each(['?map=1/2', '?map=a/b/c', '?map=8/91/106', '?map=99/20/106', '?map=', '?lang=fr', '?theme=pink'])(
  'what cannot be read is left out: %s',
  (query) => {
    expect(parseUrlState(query)).toEqual({ wall: false });
  },
);

test('a link carries what the gatehouse looks at', () => {
  const state: UrlState = { gate: 'G-LACHHUYEN-1', container: 'CSQU3054383', held: true, wall: false };
  const query = '?gate=G-LACHHUYEN-1&container=CSQU3054383&held';
  expect(formatUrlState(state)).toBe(query);
  expect(parseUrlState(query)).toEqual(state);
});

test('a link carries which transits are looked at together, and the replay’s time', () => {
  const state: UrlState = { together: ['T2', 'A&B'], at: '2026-11-22T08:00:00.000Z', wall: false };
  const query = '?with=T2,A%26B&at=2026-11-22T08%3A00%3A00.000Z';
  expect(formatUrlState(state)).toBe(query);
  expect(parseUrlState(query)).toEqual(state);
  expect(parseUrlState('?with=,,').together).toEqual([]);
});

test('a link carries what is followed, and which states are left off the map: never the critical ones', () => {
  const state: UrlState = { seal: 'VN1', follows: true, hidden: ['idle', 'on_route'], wall: false };
  const query = '?seal=VN1&follow&hide=idle,on_route';
  expect(formatUrlState(state)).toBe(query);
  expect(parseUrlState(query)).toEqual(state);
  expect(parseUrlState('?hide=critical,nonsense')).toEqual({ wall: false });
});

test('a link carries whose containers are picked out on the map', () => {
  const state: UrlState = { only: { route: 'R&1', facility: 'PORT' }, wall: false };
  const query = '?route=R%261&facility=PORT';
  expect(formatUrlState(state)).toBe(query);
  expect(parseUrlState(query)).toEqual(state);
});

test('a link carries which facility is looked at, and that patrols are left off the map', () => {
  const state: UrlState = { spot: 'ICD&1', hidesPatrols: true, wall: false };
  const query = '?spot=ICD%261&nopatrols';
  expect(formatUrlState(state)).toBe(query);
  expect(parseUrlState(query)).toEqual(state);
});

test('an id with signs of its own survives', () => {
  const query = formatUrlState({ seal: 'A&B=C D', wall: false });
  expect(parseUrlState(query).seal).toBe('A&B=C D');
});

test('a link carries what an office looks at, and how its list is sieved', () => {
  const state: UrlState = { sieve: { item: '0191', show: 'decided', find: 'QT 12&3' }, wall: false };
  const query = '?item=0191&show=decided&find=QT%2012%263';
  expect(formatUrlState(state)).toBe(query);
  expect(parseUrlState(query)).toEqual(state);
});
