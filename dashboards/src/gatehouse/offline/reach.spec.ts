import { SECOND } from '@haidang/domain';
import { expect, test } from 'vitest';
import { Signal } from '../../shared/signal.js';
import type { FeedState } from '../../shared/live/watchdog.js';
import { Reach } from './reach.js';

/** A gate whose feed and platform are as a test says, a quarter of a minute after the other. */
function gate() {
  const feed = { state: new Signal<FeedState>({ status: 'live', dataAt: 0 }) };
  const world = { decides: true, now: 0, asked: 0 };
  const reach = new Reach(
    feed,
    () => {
      world.asked++;
      return Promise.resolve(world.decides);
    },
    () => world.now,
  );
  const look = async (change: { feed?: FeedState['status']; decides?: boolean; after?: number }) => {
    world.now += change.after ?? 15 * SECOND;
    if (change.decides !== undefined) world.decides = change.decides;
    if (change.feed !== undefined) feed.state.set({ status: change.feed, dataAt: 0 });
    await reach.ask();
    return reach.state.get().status;
  };
  return { look, world, since: () => reach.state.get().since };
}

test('a feed that is cut while the platform answers is no reason to decide alone', async () => {
  const { look } = gate();
  expect(await look({ feed: 'lost' })).toBe('online');
});

test('the feed gone and no answer is offline, since that moment; the first answer ends it', async () => {
  const { look, since } = gate();
  expect(await look({ feed: 'lost', decides: false })).toBe('offline');
  expect(await look({ after: 5 * SECOND })).toBe('offline');
  expect(since()).toBe(15 * SECOND);
  expect(await look({ after: 5 * SECOND, decides: true })).toBe('online');
});

test('a feed that speaks of a platform without its database does not hide it; one bad answer is an accident', async () => {
  const { look } = gate();
  expect(await look({ decides: false })).toBe('online');
  expect(await look({ after: 5 * SECOND })).toBe('offline');
  expect(await look({ decides: true })).toBe('online');
  expect(await look({ decides: false })).toBe('online');
});

test('while all is well it is asked seldom', async () => {
  const { look, world } = gate();
  for (let i = 0; i < 6; i++) await look({ after: 5 * SECOND });
  expect(world.asked).toBe(2);
});
