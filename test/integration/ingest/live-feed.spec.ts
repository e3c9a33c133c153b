import { SNAPSHOT_LIMIT, type Snapshot } from '@haidang/contract';
import { HOUR, MINUTE } from '@haidang/domain';
import { failOnLeaks, makeFix, waitFor, withStore } from '@haidang/testkit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Road, anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { ProgressTeller } from '../../../apps/platform/src/transits/progress-teller.js';
import { serveLive, type LiveServer, type Operator } from './live-server.js';

failOnLeaks();

/** The live feed on real sockets: a snapshot, then what moved and is in view. */
withStore((store) => {
  const start = anHourAgo();
  let road: Road;
  let live: LiveServer;
  let operators: Operator[] = [];

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2'], start));
  beforeEach(async () => {
    await clearLog(store.pool);
    road = await Road.open(store);
    road.outbox.channel('live', (rows) => road.live.deliver(rows));
    road.outbox.start();
    live = await serveLive(road.live, road);
  });
  afterEach(async () => {
    for (const { socket } of operators) socket.disconnect();
    operators = [];
    await road.pipeline.drain();
    await road.outbox.stop();
    await live.close();
  });
  async function operator(): Promise<Operator> {
    const connected = await live.connect();
    operators.push(connected);
    return connected;
  }
  async function say(sealId: string, ...fixes: Record<string, unknown>[]): Promise<void> {
    for (const fix of fixes) road.takeFixes(sealId, fix);
    await road.pipeline.drain();
  }

  it('shows who is where, what is open and how many there are', async () => {
    await say('S1', fixAt(1, Date.now(), 1_000));
    await say('S2', fixAt(1, start, 50_000));
    const { positions, total, counts, alarms } = await (await operator()).watch([-1, -1, 0.2, 1]);
    expect(positions).toMatchObject([
      { sealId: 'S1', container: 'CSQU3054383', transitId: 'T-S1', state: 'on_route', staleAfter: 90_000 },
    ]);
    expect(total).toBe(1);
    // S2 spoke an hour ago and should every 30 s
    expect(counts).toEqual({
      inTransit: 2,
      stale: 1,
      openAlarms: { minor: 0, major: 0, critical: 0 },
    });
    expect(alarms).toEqual([]);
  });

  it('tells those who look at a transit how far it is, when that is news, and no one else', async () => {
    const teller = new ProgressTeller(store.pool, road.directory, road.live);
    const minute = async () => {
      for (let second = 0; second < 60; second++) await teller.round(Date.now());
    };
    const drive = (from: number, fixes: number, since: number) =>
      say(
        'S1',
        ...Array.from({ length: fixes }, (_, i) =>
          fixAt(since + i, Date.now() - (20 - since - i) * MINUTE, from + i * 1_000),
        ),
      );
    await drive(10_000, 5, 1);
    await minute();
    const [near, far] = [await operator(), await operator()];
    await near.watch([-1, -1, 1, 1]);
    await far.watch([50, 50, 51, 51]);
    await minute();
    await drive(15_000, 3, 6);
    await minute();
    await drive(18_000, 3, 9);
    await minute();
    const told = await near.until('transit');
    expect(told).toMatchObject({ id: 'T-S1', state: 'in_transit', progress: 20_000, remaining: 80_000 });
    expect(near.all('transit')).toHaveLength(1);
    expect(far.all('transit')).toEqual([]);
  });

  it('tells once a second what moved and is in view, and what left it', async () => {
    await say('S1', fixAt(1, start, 1_000));
    await say('S2', fixAt(1, start, 2_000));
    const at = (east: number) => fixAt(0, start, east)['lon'];
    const centre = await operator();
    await centre.watch([0, -1, 0.1, 1]);
    await centre.until('positions');
    await say('S1', fixAt(2, start + MINUTE, 3_000), fixAt(3, start + 2 * MINUTE, 4_000));
    const moved = await centre.until('positions', ({ positions }) => positions[0]?.lon === at(4_000));
    expect(moved.positions.map(({ sealId }) => sealId)).toEqual(['S1']);
    await say('S1', fixAt(4, start + 3 * MINUTE, 90_000));
    const left = await centre.until('positions', ({ gone }) => gone.length > 0);
    expect(left).toMatchObject({ positions: [], gone: ['S1'] });
  });

  it('an alarm comes at once and colours its seal', async () => {
    const centre = await operator();
    await centre.watch([-1, -1, 1, 1]);
    await say('S1', ...[0, 1, 2, 3].map((n) => fixAt(n, start + n * MINUTE, 1_000 + n, 1_400)));
    expect(await centre.until('alarm')).toMatchObject({
      kind: 'off_route',
      sealId: 'S1',
      transitNumber: 'T-S1',
      routeId: 'R',
    });
    const coloured = await centre.until('positions', ({ positions }) =>
      positions.some(({ state }) => state === 'major'),
    );
    expect(coloured.counts.openAlarms).toEqual({ minor: 0, major: 1, critical: 0 });
    const late = await (await operator()).watch([-1, -1, 1, 1]);
    expect(late.alarms).toMatchObject([{ kind: 'off_route', transitNumber: 'T-S1', routeId: 'R' }]);
  });

  it('a box across the antimeridian holds both its sides', async () => {
    await say('S1', { ...fixAt(1, start, 0), lat: 10, lon: 179.5 });
    await say('S2', { ...fixAt(1, start, 0), lat: 10, lon: -179.5 });
    const centre = await operator();
    expect((await centre.watch([179, 0, -179, 20])).positions.map(({ sealId }) => sealId).sort()).toEqual([
      'S1',
      'S2',
    ]);
    expect((await centre.watch([-179, 0, 179, 20])).positions).toEqual([]);
    expect((await centre.watch([179, 0, 180, 20])).positions).toMatchObject([{ sealId: 'S1' }]);
  });

  it('filters by state and by transit', async () => {
    await say('S1', fixAt(1, start, 1_000));
    await say('S2', fixAt(1, start, 2_000));
    const centre = await operator();
    const seals = async (filters: object) =>
      (await centre.watch([-1, -1, 1, 1], filters)).positions.map(({ sealId }) => sealId);
    expect(await seals({ transitId: 'T-S2' })).toEqual(['S2']);
    expect(await seals({ states: ['critical', 'major'] })).toEqual([]);
    expect(await seals({ states: ['on_route'] })).toEqual(['S1', 'S2']);
  });

  it('shows those of a route, a carrier or a place one by one, and besides them who stands out', async () => {
    await say(
      'S1',
      ...[0, 1, 2, 3].map((n) => fixAt(n + 1, start + n * MINUTE, 1_000 + n, n === 0 ? 0 : 1_400)),
    );
    await say('S2', fixAt(1, start, 2_000));
    const centre = await operator();
    const seals = async (filters: object) => {
      const { positions, clusters } = await centre.watch([-1, -1, 1, 1], filters, 1);
      expect(clusters).toBeUndefined();
      return positions.map(({ sealId }) => sealId).sort();
    };
    for (const facilityId of ['PORT', 'BORDER']) expect(await seals({ facilityId })).toEqual(['S1', 'S2']);
    expect(await seals({ routeId: 'R', states: ['on_route'] })).toEqual(['S2']);
    for (const none of [{ facilityId: 'ELSEWHERE' }, { routeId: 'OTHER' }, { carrierId: 'NOBODY' }]) {
      expect(await seals(none)).toEqual([]);
      expect(await seals({ ...none, besides: ['major', 'critical'] })).toEqual(['S1']);
    }
    await centre.watch([-1, -1, 1, 1], { routeId: 'R' }, 1);
    await say('S2', fixAt(2, start + MINUTE, 2_500));
    const { positions } = await centre.until('positions', (one) => one.positions.length > 0);
    expect(positions, 'what moves is told on, and not clustered').toMatchObject([{ sealId: 'S2' }]);
  });

  it('a seal that leaves the register leaves the map', async () => {
    await store.pool.query(`insert into seals (id, interval_s) values ('S9', 30)`);
    await road.directory.refreshSeals(['S9']);
    await say('S9', fixAt(1, start, 1_000));
    const centre = await operator();
    expect((await centre.watch([-1, -1, 1, 1])).positions).toMatchObject([{ sealId: 'S9', state: 'idle' }]);
    await store.pool.query(`delete from seals where id = 'S9'`);
    await road.directory.refreshSeals(['S9']);
    expect((await centre.until('positions', ({ gone }) => gone.length > 0)).gone).toEqual(['S9']);
  });

  it('sends no more than a map can take, and says how many there are', async () => {
    await store.pool.query(
      `insert into seals (id, interval_s) select 'M' || n, 30 from generate_series(1, $1) as n`,
      [SNAPSHOT_LIMIT + 50],
    );
    await road.directory.load();
    const fix = makeFix({ lat: 10, lon: 100, time: start });
    for (const entry of road.directory.seals())
      if (entry.id.startsWith('M'))
        road.directory.restore(entry, {
          last: fix,
          placed: fix,
          receivedAt: start,
          transitId: null,
          watch: null,
        });
    const { positions, total } = await (await operator()).watch([99, 9, 101, 11]);
    expect([positions.length, total]).toEqual([10_000, 10_050]);
    await store.pool.query(`delete from seals where id like 'M%'`);
  });

  describe('a view fuller than was asked for', () => {
    const country: [number, number, number, number] = [-1, -1, 1, 1];
    const shown = ({ positions, clusters }: Pick<Snapshot, 'positions' | 'clusters'>) => ({
      alone: positions.map(({ sealId }) => sealId),
      together: clusters?.map(({ count, states }) => ({ count, states })),
    });

    it('comes as clusters, where the containers are on average', async () => {
      await say('S1', fixAt(1, start, 1_000));
      await say('S2', fixAt(1, start, 2_000));
      const centre = await operator();
      expect(shown(await centre.watch(country, {}, 2))).toEqual({ alone: ['S1', 'S2'], together: undefined });
      const full = await centre.watch(country, {}, 1);
      expect(shown(full)).toEqual({ alone: [], together: [{ count: 2, states: { on_route: 2 } }] });
      expect(full.clusters![0]!.lon).toBeCloseTo(fixAt(0, start, 1_500)['lon'] as number, 6);
      expect(full.total).toBe(2);
      expect(shown(await centre.watch(country, { states: ['major'] }, 1))).toEqual({
        alone: [],
        together: undefined,
      });
      expect(shown(await centre.watch(country, { transitId: 'T-S1' }, 1)).alone).toEqual(['S1']);
    });

    it('tells of a cluster when who is in it changes, not when they move in it', async () => {
      await say('S1', fixAt(1, start, 1_000));
      await say('S2', fixAt(1, start, 2_000));
      const centre = await operator();
      const { clusters } = await centre.watch(country, {}, 1);
      await say('S1', fixAt(2, start + MINUTE, 1_500));
      await centre.until('positions');
      await say('S1', fixAt(3, start + 10 * MINUTE, 90_000));
      const moved = await centre.until('positions', (one) => one.clusters!.length > 0);
      const counts = new Map(moved.clusters!.map(({ id, count }) => [id, count]));
      expect(counts.get(clusters![0]!.id)).toBe(1);
      expect([...counts.values()]).toEqual([1, 1]);
      await say('S2', fixAt(2, start + 11 * MINUTE, 90_500));
      const emptied = await centre.until('positions', (one) =>
        one.clusters!.some(({ count }) => count === 0),
      );
      expect(emptied.clusters!.map(({ count }) => count).sort()).toEqual([0, 2]);
      expect(centre.all('positions').filter((one) => one.clusters!.length > 0)).toHaveLength(2);
    });

    it('shows who stands out alone', async () => {
      await say('S2', fixAt(1, start, 2_000));
      await say('S1', fixAt(0, start - MINUTE, 1_000));
      const centre = await operator();
      await centre.watch(country, {}, 1);
      await say('S1', ...[0, 1, 2, 3].map((n) => fixAt(n + 1, start + n * MINUTE, 1_000 + n, 1_400)));
      const told = await centre.until('positions', ({ positions }) => positions.length > 0);
      expect(told.positions).toMatchObject([{ sealId: 'S1', state: 'major' }]);
      expect(shown(await centre.watch(country, {}, 1))).toEqual({
        alone: ['S1'],
        together: [{ count: 1, states: { on_route: 1 } }],
      });
    });

    it('grown too full while it is looked at, it is shown anew', async () => {
      await say('S1', fixAt(1, start, 1_000));
      const centre = await operator();
      expect(shown(await centre.watch(country, {}, 1)).alone).toEqual(['S1']);
      await say('S2', fixAt(1, start, 2_000));
      const anew = await centre.until('snapshot', ({ clusters }) => clusters !== undefined);
      expect(shown(anew)).toEqual({ alone: [], together: [{ count: 2, states: { on_route: 2 } }] });
    });

    it('shows whoever comes after all had left how it is now', async () => {
      await say('S1', fixAt(1, start, 1_000));
      await say('S2', fixAt(1, start, 2_000));
      const first = await operator();
      await first.watch(country, {}, 1);
      first.socket.disconnect();
      await waitFor(() => !road.live.isWatched(), 5_000, 'that nobody looks');
      await say('S2', fixAt(2, start + 10 * MINUTE, 90_000));
      const next = await operator();
      const { clusters, total } = await next.watch(country, {}, 1);
      expect([clusters!.map(({ count }) => count), total]).toEqual([[1, 1], 2]);
      expect((await next.watch([0.5, -1, 1, 1], {}, 1)).positions).toMatchObject([{ sealId: 'S2' }]);
    });

    it('forgets who leaves the register', async () => {
      await store.pool.query(`insert into seals (id, interval_s) values ('S9', 30)`);
      await road.directory.refreshSeals(['S9']);
      await say('S9', fixAt(1, start, 1_000));
      await say('S1', fixAt(1, start, 1_500));
      const centre = await operator();
      expect(shown(await centre.watch(country, {}, 1)).together).toEqual([
        { count: 2, states: { idle: 1, on_route: 1 } },
      ]);
      await store.pool.query(`delete from seals where id = 'S9'`);
      await road.directory.refreshSeals(['S9']);
      const told = await centre.until('positions', (one) => one.clusters!.length > 0);
      expect(shown(told).together).toEqual([{ count: 1, states: { on_route: 1 } }]);
    });
  });

  it('a view that is none is answered with what is wrong with it', async () => {
    const centre = await operator();
    centre.socket.emit('watch', { bbox: [0, 0, 200, 10], zoom: 3, filters: {} });
    expect(await centre.until('problem')).toMatchObject({
      code: 'invalid_request',
      detail: expect.stringMatching(/^bbox\.2: /) as string,
    });
  });

  describe('a connection', () => {
    const clients = async () => (await road.metrics.liveClients.get()).values[0]!.value;

    it('is counted while it lasts', async () => {
      const centre = await operator();
      await operator();
      expect(await clients()).toBe(2);
      centre.socket.disconnect();
      await waitFor(async () => (await clients()) === 1);
    });

    it('hears a heartbeat every five seconds though nothing moves', async () => {
      const centre = await operator();
      const { serverTime } = await centre.until('heartbeat');
      expect(Math.abs(Date.parse(serverTime) - Date.now())).toBeLessThan(HOUR);
    });
  });
});
