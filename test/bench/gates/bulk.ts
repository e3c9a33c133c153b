import { randomUUID } from 'node:crypto';
import { containerCheckDigit } from '@haidang/domain';
import { insertUser, openSession } from '@haidang/store';
import { startPlatform } from '../platform.js';
import { median } from '../report.js';
import type { Database } from '../stage.js';
import type { GatesRun } from './figures.js';

/** As many as a call may have. */
const LINES = 10_000;
/** Of one call at a time: customs' system sends the next when it has the answer. */
const CALLS_A_TURN = 3;
const FACILITIES = 4;
const DECLARATIONS = 1_000;
const HOUR = 3_600_000;

/**
 * Calls of ten thousand lines (form 04) over HTTP, one after the other, until each is answered: every line new, checked, signed, stored, told
 * to its port and entered in the ledger. Spread over four ports and a thousand declarations.
 */
export async function bulkEligibilityRate(run: GatesRun): Promise<void> {
  const { report } = run;
  const database = await run.stage.database('bulk');
  const platform = await startPlatform(run.stage, database);
  const token = await fill(database);
  const rates: number[] = [];
  let first = 0;
  // once for nothing: plans, caches and compiled code
  await issue(platform.httpPort, token, (first += LINES));
  for (let turn = 0; turn < run.options.turns; turn++) {
    const from = performance.now();
    for (let call = 0; call < CALLS_A_TURN; call++) await issue(platform.httpPort, token, (first += LINES));
    const seconds = (performance.now() - from) / 1_000;
    rates.push((CALLS_A_TURN * LINES) / seconds);
    report.say(`  ${rates.at(-1)!.toFixed(0)} line/s, ${(seconds / CALLS_A_TURN).toFixed(2)} s a call`);
  }
  const { rows } = await database.pool.query<{ n: number }>('select count(*)::int4 as n from eligibilities');
  if (rows[0]!.n !== first) report.void(`${String(rows[0]!.n)} lines are stored of ${String(first)}`);
  await run.audit([], [database]);
  await run.children.stop(platform.child);
  report.figure('bulkEligibilityRate', { value: median(rates) });
}

async function issue(port: number, token: string, first: number): Promise<void> {
  const lines = Array.from({ length: LINES }, (_, i) => lineOf(first + i));
  const answer = await fetch(`http://127.0.0.1:${String(port)}/api/v1/eligibility`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ lines }),
  });
  const text = await answer.text();
  if (answer.status !== 201)
    throw new Error(`the call was answered ${String(answer.status)} ${text.slice(0, 500)}`);
}

function lineOf(n: number): object {
  const ten = `HD${String.fromCharCode(65 + Math.floor(n / 1_000_000))}U${String(n % 1_000_000).padStart(6, '0')}`;
  return {
    ...{ form: '04', facilityId: `F${String(n % FACILITIES)}`, declaration: `D${String(n % DECLARATIONS)}` },
    container: `${ten}${String(containerCheckDigit(ten))}`,
    ...{
      plate: `15C-${String(n % 100_000).padStart(5, '0')}`,
      carrierSeal: `ML-VN${String(n)}`,
      customsSeal: `HQ${String(n)}`,
    },
  };
}

/** @returns the token of an officer */
async function fill({ pool }: Database): Promise<string> {
  await pool.query(`
    insert into organisations (id, name, kind, parent_id) select 'OFFICE', 'O', 'office', id from organisations where kind = 'centre';
    insert into facilities (id, name, kind, lat, lon, organisation_id)
      select 'F' || n, 'F', 'seaport', 0, 0, 'OFFICE' from generate_series(0, ${String(FACILITIES - 1)}) n;
    insert into declarations (number, office_id, purpose, channel, status, registered_at)
      select 'D' || n, 'OFFICE', 'import', 'green', 'cleared', now() from generate_series(0, ${String(DECLARATIONS - 1)}) n;
    analyze;
  `);
  const user = {
    id: randomUUID(),
    username: 'bench',
    name: 'bench',
    role: 'customs_officer',
    organisationId: 'OFFICE',
    passwordHash: null,
    mustChange: false,
  } as const;
  await insertUser(pool, user);
  const session = {
    userId: user.id,
    how: 'platform',
    lifeMs: HOUR,
    address: '127.0.0.1',
    agent: null,
  } as const;
  return (await openSession(pool, session)).token;
}
