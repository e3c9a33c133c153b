import { newPrivateKey, publicPemOf, readPrivateKey } from '@haidang/ledger';
import { introduceKey, migrate, sequence, verifyLedger, writeLedgerCheckpoint } from '@haidang/store';
import { median } from '../report.js';
import type { Database } from '../stage.js';
import type { TrustRun } from './figures.js';

/** Of a full run; `LEDGER_ENTRIES` in the environment says otherwise. */
const ENTRIES = 1_000_000;
const QUICK_ENTRIES = 100_000;
/** Entries under a checkpoint. */
const A_CHECKPOINT = 50_000;
const A_ROUND = 5_000;

/** A ledger of a million entries with their data, under a checkpoint for each 50,000, looked through from its beginning to its end. */
export async function verifyRate(run: TrustRun): Promise<void> {
  const { report, options } = run;
  const entries = Number(process.env['LEDGER_ENTRIES'] ?? (options.turns === 1 ? QUICK_ENTRIES : ENTRIES));
  const database = await run.stage.database('verify');
  await migrate(database.pool, { chunkHours: 24 });
  const began = performance.now();
  const anchor = await fill(database, entries);
  report.note('ledgerEntries', entries);
  report.note('fillSeconds', (performance.now() - began) / 1_000);
  const rates: number[] = [];
  for (let turn = 0; turn < options.turns; turn++) {
    const from = performance.now();
    const found = await verifyLedger(database.pool, { anchors: [anchor] });
    const seconds = (performance.now() - from) / 1_000;
    if (found.fault !== undefined) report.void(`entry ${String(found.fault.position)}: ${found.fault.what}`);
    if (found.entries < entries || found.covered < entries)
      report.void(`only ${String(found.entries)} were looked at`);
    rates.push(found.entries / seconds);
    report.say(
      `  ${String(found.entries)} entries and ${String(found.checkpoints)} checkpoints in ${seconds.toFixed(1)} s`,
    );
  }
  report.note('tenMillionSeconds', 10_000_000 / median(rates));
  report.note('rssMb', process.resourceUsage().maxRSS / 1_000);
  report.figure('ledgerVerifyRate', { value: median(rates) });
}

/** @returns the public key of the checkpoints */
async function fill({ pool }: Database, entries: number): Promise<string> {
  const key = readPrivateKey(newPrivateKey());
  await introduceKey(pool, key, { at: Date.now(), by: null, endorser: undefined });
  for (let from = 0; from < entries; from += A_CHECKPOINT) {
    await pool.query(
      `insert into ledger_inbox (at, kind, subject, person_id, role, organisation_id, data)
        select now(), 'alarm.comment', 'alarm/' || gen_random_uuid(), 'P' || n % 50, 'customs_officer', 'HP1',
          jsonb_build_object('alarm', 'off_route', 'revision', n % 9, 'transit', 'T-' || n, 'text', 'đã gọi lái xe, xe đổi tuyến vì đường ngập')
        from generate_series(1, $1) n`,
      [Math.min(A_CHECKPOINT, entries - from)],
    );
    for (;;) {
      const done = await sequence(pool, A_ROUND);
      if (done === 'elsewhere' || !done.more) break;
    }
    await writeLedgerCheckpoint(pool, key, Date.now());
  }
  await pool.query('vacuum analyze ledger');
  await pool.query('vacuum analyze ledger_data');
  return publicPemOf(key);
}
