import type { QuarantineReason } from '@haidang/domain';
import { failOnLeaks, shortOrLong, waitFor } from '@haidang/testkit';
import { afterAll, expect, it } from 'vitest';
import { brokenPromises, count, recordedFixes, storedFixes } from './evidence.js';
import { Fleet } from './fleet.js';
import { malformed } from './malformed.js';
import { report } from './report.js';
import { tripStart } from './seal-trip.js';
import { offend, OFFENCES, publishAll } from './senders.js';
import { metric, openStage, residentMegabytes, sealIds } from './stage.js';

failOnLeaks();

const SEALS = sealIds(50);
const START = tripStart();
/** Never a seal of the fleet: what is sent in its name must not reach the log. */
const SUSPECT = 'VN999999';
const { messages, warmUp, offences } = shortOrLong(
  { messages: 3_000, warmUp: 0.3, offences: 12 },
  { messages: 100_000, warmUp: 0.1, offences: 600 },
);
const CONNECTIONS = 10;
const GOOD_PER_SECOND = 300;
/** The first share of the messages (`warmUp`) brings the heap to its working size; from there on it may grow by this, in megabytes. */
const MAY_GROW = 100;

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

it(`quarantines every one of ${messages} malformed messages, beside good ones, in flat memory`, async () => {
  const stage = await openStage([...SEALS, SUSPECT], START);
  opened.push(stage.close);
  const { platform, pool } = stage;
  const fleet = new Fleet({ broker: platform.broker, seals: SEALS, start: START });
  opened.push(() => fleet.close());
  fleet.open();
  fleet.record(GOOD_PER_SECOND);

  const expected = new Map<QuarantineReason, number>();
  const { pid } = platform;
  let sent = 0;
  const corpus = malformed(messages, SUSPECT, Date.now());
  const sendSome = async (share: number) => {
    await publishAll(platform.broker, take(corpus, messages * share), CONNECTIONS, ({ reason }) => {
      sent++;
      if (reason !== undefined) expected.set(reason, (expected.get(reason) ?? 0) + 1);
    });
  };
  const began = performance.now();
  await sendSome(warmUp);
  const before = await residentMegabytes(platform);
  await sendSome(1 - warmUp);
  const seconds = (performance.now() - began) / 1000;
  for (let i = 0; i < offences; i++) {
    const { name, bytes } = OFFENCES[i % OFFENCES.length]!;
    await offend(platform.mqttPort, name, bytes());
  }
  expect(sent).toBe(messages);
  expected.set('protocol_error', offences);

  fleet.rest();
  await waitFor(() => fleet.held === 0, 60_000, 'the acknowledgement of everything the devices held');
  const all = messages + offences;
  await waitFor(
    async () => (await count(pool, 'quarantine')) >= all,
    10_000,
    `${all} rows in the quarantine`,
  );
  expect(await count(pool, 'quarantine')).toBe(all);
  expect(await metric(platform, 'haidang_quarantined_total')).toBe(all);
  const { rows } = await pool.query<{ reason: QuarantineReason; n: number }>(
    'select reason, count(*)::int4 as n from quarantine group by reason',
  );
  const counted = new Map(rows.map(({ reason, n }) => [reason, n]));
  for (const [reason, least] of expected)
    expect([reason, counted.get(reason)! >= least]).toEqual([reason, true]);
  expect(counted.get('protocol_error')).toBe(offences);

  expect(platform.pid).toBe(pid);
  expect(await storedFixes(pool)).toEqual(recordedFixes(fleet));
  expect(await brokenPromises(pool, fleet)).toEqual([]);
  let after = 0;
  const isFlat = async () => (after = await residentMegabytes(platform)) < before + MAY_GROW;
  await waitFor(isFlat, 30_000, `resident memory below ${before + MAY_GROW} MB`);

  report('malformed', {
    messages,
    offences,
    quarantined: all,
    perSecond: Math.round(messages / seconds),
    goodFixes: fleet.recorded,
    goodFixesLost: 0,
    reasons: Object.fromEntries([...counted].sort()),
    megabytesBefore: before,
    megabytesAfter: after,
  });
});

/** The next `count` of an iterator, which goes on afterwards. */
function* take<T>(from: Iterator<T>, count: number): Generator<T> {
  for (let i = 0; i < count; i++) {
    const next = from.next();
    if (next.done === true) return;
    yield next.value;
  }
}
