import { failOnLeaks } from '@haidang/testkit';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { shutDown, withinTime } from './shut-down.js';

failOnLeaks();

const logger = pino({ level: 'silent' });

it('closes one thing after the other, and goes on past what fails or hangs', async () => {
  const closed: string[] = [];
  const closing = (what: string, close: () => Promise<void>) => ({
    what,
    limitMs: 50,
    close: () => {
      closed.push(what);
      return close();
    },
  });
  const left = await shutDown(
    [
      closing('the source', () => Promise.resolve()),
      closing('the lanes', () => new Promise(() => undefined)),
      closing('the outbox', () => Promise.reject(new Error('the database is away'))),
      closing('the store', () => Promise.resolve()),
    ],
    logger,
  );
  expect(closed).toEqual(['the source', 'the lanes', 'the outbox', 'the store']);
  expect(left).toEqual(['the lanes', 'the outbox']);
});

it('tells whether the work ended in its time, and passes its failure on', async () => {
  expect(await withinTime(1_000, Promise.resolve())).toBe(true);
  expect(await withinTime(5, new Promise(() => undefined))).toBe(false);
  await expect(withinTime(1_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
