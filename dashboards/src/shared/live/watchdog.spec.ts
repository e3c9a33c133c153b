import { expect, test } from 'vitest';
import { FeedWatchdog } from './watchdog.js';

const SERVER = Date.parse('2026-11-22T01:03:10.000Z');

/** Started at 0, connected at 100, snapshot at 200. */
function live(): FeedWatchdog {
  const dog = new FeedWatchdog(0);
  dog.connected(100);
  dog.heard(200, true, SERVER);
  return dog;
}

test('it is connecting until the first snapshot, and lost when none came in 10 s', () => {
  const dog = new FeedWatchdog(0);
  dog.look(9_999);
  expect(dog.state).toEqual({ status: 'connecting', dataAt: null });
  dog.look(10_000);
  expect(dog.state).toEqual({ status: 'lost', dataAt: null });
  dog.connected(11_000);
  dog.heard(11_100, true, SERVER);
  expect(dog.state).toEqual({ status: 'live', dataAt: SERVER });
});

test('silence of 10 s makes it stale, as of the last data; the next message mends it', () => {
  const dog = live();
  dog.look(10_199);
  expect(dog.state.status).toBe('live');
  dog.look(10_200);
  expect(dog.state).toEqual({ status: 'stale', dataAt: SERVER });
  dog.heard(10_500, false, SERVER + 10_300);
  expect(dog.state).toEqual({ status: 'live', dataAt: SERVER + 10_300 });
});

test('a heartbeat every 5 s keeps it live', () => {
  const dog = live();
  for (const at of [5_200, 10_200, 15_200]) {
    dog.look(at);
    dog.heard(at, false, SERVER + at);
  }
  expect(dog.state.status).toBe('live');
});

test('after a lost connection heartbeats and positions are not enough: only a snapshot is a whole picture', () => {
  const dog = live();
  dog.disconnected();
  expect(dog.state).toEqual({ status: 'lost', dataAt: SERVER });
  dog.connected(20_000);
  dog.heard(20_100, false, SERVER + 20_000);
  expect(dog.state.status).toBe('lost');
  dog.heard(20_200, true, SERVER + 20_100);
  expect(dog.state).toEqual({ status: 'live', dataAt: SERVER + 20_100 });
});

test('the state is one object while nothing an operator sees has changed', () => {
  const dog = live();
  const before = dog.state;
  dog.heard(700, false, SERVER + 500);
  expect(dog.state).toBe(before);
});
