import type { Instant } from '@haidang/domain';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { RegularLook } from './regular-look.js';

class Look extends RegularLook {
  readonly seen: Instant[] = [];
  private finish: () => void = () => undefined;

  constructor() {
    super(1_000, 'it could not be looked at', pino({ level: 'silent' }));
  }

  /** Ends the look that is under way. */
  end(): Promise<void> {
    this.finish();
    return new Promise((resolve) => setImmediate(resolve));
  }

  protected async lookNow(now: Instant): Promise<void> {
    this.seen.push(now);
    await new Promise<void>((resolve) => (this.finish = resolve));
    if (now < 0) throw new Error('no database');
  }
}

it('looks once more, at the latest time, however often it is asked during a look', async () => {
  const look = new Look();
  const first = look.look(1);
  await Promise.resolve();
  expect(look.seen).toEqual([1]);
  const others = [look.look(2), look.look(3), look.look(4)];
  expect(look.seen).toEqual([1]);
  await look.end();
  await first;
  expect(look.seen).toEqual([1, 4]);
  await look.end();
  await Promise.all(others);
  expect(look.seen).toEqual([1, 4]);
});

it('looks again after a look that failed', async () => {
  const look = new Look();
  const failed = look.look(-1);
  await Promise.resolve();
  await look.end();
  await failed;
  const next = look.look(5);
  await Promise.resolve();
  await look.end();
  await next;
  expect(look.seen).toEqual([-1, 5]);
});

it('is over only when the last look is', async () => {
  const look = new Look();
  void look.look(1);
  await Promise.resolve();
  void look.look(2);
  let over = false;
  const ended = look.onModuleDestroy().then(() => (over = true));
  await look.end();
  expect([look.seen, over]).toEqual([[1, 2], false]);
  await look.end();
  await ended;
});
