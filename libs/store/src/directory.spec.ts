import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { readZones } from './directory.js';

failOnLeaks();

forEachStore((store) => {
  it('reads a zone without what it has not, so that no rule takes a null for a calendar', async () => {
    const geometry = { type: 'Circle', center: { lat: 20.8, lon: 106.9 }, radius: 300 };
    const calendar = { offset: 420, spans: [{ days: [1], from: 0, to: 60 }] };
    const insert = 'insert into zones (id, name, kind, geometry, calendar) values ($1, $2, $3, $4, $5)';
    await store.pool.query(insert, ['Z1', 'Always', 'forbidden', geometry, null]);
    await store.pool.query(insert, ['Z2', 'Mondays', 'forbidden', geometry, calendar]);
    expect(await readZones(store.pool)).toStrictEqual([
      { id: 'Z1', name: 'Always', kind: 'forbidden', geometry },
      { id: 'Z2', name: 'Mondays', kind: 'forbidden', geometry, calendar },
    ]);
  });
});
