import { enterLedger } from '@haidang/store';
import pg from 'pg';

/** People at once; each enters an act, waits for its commit, and enters the next, as calls of the API do. */
const PEOPLE = 64;

/** A process that enters acts in the ledger of DATABASE_URL as fast as they are committed, until it is told to stop. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: PEOPLE });
let stopping = false;
process.once('SIGTERM', () => (stopping = true));

async function act(person: number): Promise<void> {
  const by = {
    personId: `P${String(person)}`,
    role: 'customs_officer' as const,
    organisationId: 'HP1',
  };
  for (let n = 0; !stopping; n++) {
    const subject = `alarm/00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const data = {
      alarm: 'off_route',
      revision: n,
      transit: `T-${String(person)}`,
      text: 'đã gọi lái xe, xe đổi tuyến vì đường ngập',
    };
    await enterLedger(pool, [{ kind: 'alarm.comment', subject, at: Date.now(), by, data }]);
  }
}

await pool.query('select 1');
process.send!('acts');
await Promise.all(Array.from({ length: PEOPLE }, (_, person) => act(person)));
await pool.end();
process.disconnect();
