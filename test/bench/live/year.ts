import { randomUUID } from 'node:crypto';
import { DAY, HOUR, type Role } from '@haidang/domain';
import { insertUser, openSession } from '@haidang/store';
import type { Pool } from 'pg';
import { startPlatform } from '../platform.js';
import { median } from '../report.js';
import type { LiveRun } from './figures.js';
import { seedYear, YEAR } from './year-seed.js';

/** The figure counts over so many alone. */
const FULL = 100_000_000;
/** Of `--quick`; `HAIDANG_YEAR_FIXES` says otherwise. */
const QUICK = 1_000_000;
/** Measured calls of one reader for one thing, each of another year. */
const CALLS = 20;

/** Who reads: all of the country, the half of a department, what one office sees. */
const READERS: readonly { readonly role: Role; readonly at: string }[] = [
  { role: 'centre_operator', at: 'CENTRE' },
  { role: 'customs_officer', at: 'D0' },
  { role: 'customs_officer', at: 'O0' },
];

/** What the page of figures asks for a year, and the lists that its numbers open. */
const READS: Readonly<Record<string, (from: string, to: string) => string>> = {
  figures: (from, to) => `/figures?from=${from}&to=${to}`,
  alarms: (from, to) => `/alarms?since=${from}&until=${to}&limit=500`,
  'alarms of a kind': (from, to) => `/alarms?since=${from}&until=${to}&kind=off_route&ending=false&limit=500`,
  'alarms of an office': (from, to) => `/alarms?since=${from}&until=${to}&officeId=O0&limit=500`,
  passages: (from, to) => `/passages?since=${from}&until=${to}&limit=500`,
  'held at a gate': (from, to) =>
    `/passages?since=${from}&until=${to}&gateId=HUUNGHI-1&verdict=hold&limit=500`,
  departures: (from, to) => `/transits?moved=departed&since=${from}&until=${to}&limit=500`,
  'transits by a part of a plate': () => '/transits?find=777&limit=10',
  'departures of a carrier': (from, to) =>
    `/transits?moved=departed&since=${from}&until=${to}&carrierId=K0&limit=500`,
};

/** `yearQuery100M`: a year's figures and their lists over a log of 100 million fixes, asked of the running platform by those who see different parts of it. */
export async function year(run: LiveRun): Promise<void> {
  const { report, options } = run;
  const wanted = Number(process.env['HAIDANG_YEAR_FIXES'] ?? (options.turns === 1 ? QUICK : FULL));
  if (!(wanted >= 1_000)) throw new Error('HAIDANG_YEAR_FIXES is a number of fixes, 1,000 at least');
  const now = Date.now();
  const database = await run.stage.database('year');
  const begun = performance.now();
  // some of the last day have not come yet
  const fixes = await seedYear(database, run.world, now, Math.ceil(wanted * 1.002), (line) =>
    report.say(line),
  );
  report.note('yearFixes', fixes);
  report.note('yearTransits', YEAR.transits);
  report.note('yearSeedSeconds', (performance.now() - begun) / 1_000);
  const platform = await startPlatform(run.stage, database);
  platform.owe({ acknowledged: fixes, fixesAcknowledged: fixes, unacknowledged: 0 });

  let [slowest, longest] = [0, 0];
  for (const reader of READERS) {
    const token = await signIn(database.pool, reader);
    const ask = async (path: string): Promise<number> => {
      const start = performance.now();
      const answer = await fetch(`http://127.0.0.1:${String(platform.httpPort)}/api/v1${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path} answered ${String(answer.status)}`);
      return performance.now() - start;
    };
    for (const [what, pathOf] of Object.entries(READS)) {
      const path = (hours: number) => {
        const to = Math.ceil(now / HOUR) * HOUR - hours * HOUR;
        return pathOf(new Date(to - YEAR.days * DAY).toISOString(), new Date(to).toISOString());
      };
      const first = await ask(path(0));
      const times: number[] = [];
      for (let call = 1; call <= CALLS; call++) times.push(await ask(path(call)));
      times.sort((a, b) => a - b);
      const p95 = times[Math.ceil(CALLS * 0.95) - 1]!;
      [slowest, longest] = [Math.max(slowest, p95), Math.max(longest, first, ...times)];
      report.say(
        `  ${what}, ${reader.role} at ${reader.at}: first ${first.toFixed(0)} ms, then p50 ${median(times).toFixed(0)}, p95 ${p95.toFixed(0)}, longest ${times.at(-1)!.toFixed(0)}`,
      );
    }
  }
  report.note('yearLongest', longest);
  if (fixes >= FULL) report.figure('yearQuery100M', { value: slowest });
  else {
    report.note('yearQueryP95', slowest);
    report.say(`  of ${String(fixes)} fixes: yearQuery100M is told of ${String(FULL)} alone`);
  }
  await run.audit([platform], [database]);
  await run.children.stop(platform.child);
}

async function signIn(pool: Pool, { role, at }: (typeof READERS)[number]): Promise<string> {
  const id = randomUUID();
  await insertUser(pool, {
    ...{ id, username: id, name: role, role, organisationId: at },
    ...{ passwordHash: null, mustChange: false },
  });
  return (
    await openSession(pool, {
      ...{ userId: id, how: 'platform', lifeMs: 12 * HOUR, address: '127.0.0.1', agent: null },
    } as const)
  ).token;
}
