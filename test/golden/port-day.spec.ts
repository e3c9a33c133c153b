import path from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { demoSecrets, failOnLeaks, shortOrLong } from '@haidang/testkit';
import { DAY, HOUR, MINUTE } from '@haidang/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  compare,
  GATES,
  OFFICE,
  OPERATOR,
  playPortDay,
  PORT,
  PortServer,
  portDay,
  prepare,
  SHORT_DAY,
  tableOf,
  WHOLE_DAY,
  type Caller,
} from '../../firmware-sim/src/index.js';
import { report } from '../fault/report.js';
import { startTold, type ToldPlatform } from './told-platform.js';
import { Cast } from './walks/cast.js';

failOnLeaks();

/** Midnight at the port, the day after tomorrow: what the register was before it was written, the platform would rightly not know. */
const START = Math.ceil((Date.now() + 7 * HOUR) / DAY) * DAY + DAY - 7 * HOUR;
const MORNING = START + 8 * HOUR;
const day = shortOrLong(portDay({ ...SHORT_DAY, start: MORNING }), portDay({ ...WHOLE_DAY, start: START }));

let platform: ToldPlatform;
let cast: Cast;
beforeAll(async () => {
  platform = await startTold(day.start - 80 * MINUTE, 5_000);
  cast = await Cast.of(platform);
});
afterAll(async () => {
  await cast?.leave();
  await platform?.dispose();
});

it(
  `a port's day: of ${day.containers} containers every discrepancy that was planted is found, and none invented`,
  async () => {
    const [officer, operator, carrier] = await callers('haiquan', 'cang', 'vantai');
    const [administrator, supervisor] = await callers('quantri', 'truongca');
    const { port: server, ...devices } = await credentials();
    const port = await PortServer.open(platform.broker, server, [PORT]);
    await prepare(day, administrator!, supervisor!);
    const began = performance.now();
    const played = await playPortDay(day, {
      ...{ broker: platform.broker, tell: (at) => platform.tell(at) },
      ...{ officer: officer!, operator: operator!, carrier: carrier! },
      ...devices,
    });
    await port.close();
    const seconds = Math.round((performance.now() - began) / 1_000);
    const verdicts = compare(day.truth, played);
    console.log(tableOf(verdicts));
    const sum = (of: (one: (typeof verdicts)[0]) => number) => verdicts.reduce((n, one) => n + of(one), 0);
    report('port-day', {
      ...{
        containers: day.containers,
        passages: day.truth.passages.size,
        happenings: day.happenings.length,
        seconds,
      },
      ...{ planted: sum((one) => one.planted), found: sum((one) => one.found) },
      ...{ missed: sum((one) => one.missed.length), invented: sum((one) => one.invented.length) },
    });
    expect(played.refused).toEqual([]);
    const wrong = verdicts.filter(({ missed, invented }) => missed.length + invented.length > 0);
    expect(wrong).toEqual([]);
  },
  shortOrLong(5 * MINUTE, 40 * MINUTE),
);

/** The demo's people, as the API has them. */
async function callers(...usernames: string[]): Promise<Caller[]> {
  const people = await Promise.all(usernames.map((name) => cast.person(name)));
  return people.map((person) => ({
    get: (where) => person.call(where),
    post: (where, body) => person.call(where, body),
  }));
}

/** Each gate's own, and two servers': as an operator of the platform hands them out. */
async function credentials() {
  const secrets = demoSecrets(platform);
  const asked = [...GATES.keys()].filter((id) => !secrets.has(id)).map((id) => `gate,${id},`);
  const [file, out] = ['day.csv', 'day-secrets.csv'].map((name) => path.join(platform.dataDir, name));
  const servers = [`forwarder,${OPERATOR},NGAY-CANG`, `forwarder,${OFFICE},NGAY-SEAL`];
  writeFileSync(file!, ['kind,id,name', ...asked, ...servers, ''].join('\n'));
  await platform.cli('device', 'import', file!, '--out', out!);
  const lines = readFileSync(out!, 'utf8').trim().split('\n').slice(1);
  const all = new Map([
    ...secrets,
    ...lines.map((line) => line.split(',')).map(([name, , secret]) => [name!, secret!] as const),
  ]);
  const of = (name: string) => ({ name, secret: all.get(name)! });
  return {
    gates: new Map([...GATES.keys()].map((id) => [id, of(id)])),
    port: of('NGAY-CANG'),
    seals: of('NGAY-SEAL'),
  };
}
