/** A process that chains what waits, without pause, and signs a checkpoint now and then, until it is killed: at any moment. */
import { readPrivateKey } from '@haidang/ledger';
import { sequence, writeLedgerCheckpoint } from '@haidang/store';
import pg from 'pg';

const [url, pem] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 2, application_name: 'sequencer' });
pool.on('error', () => undefined);
process.stdout.write('chains\n');
for (let round = 1; ; round++) {
  await sequence(pool, 37);
  if (round % 20 === 0) await writeLedgerCheckpoint(pool, readPrivateKey(pem), Date.now());
}
