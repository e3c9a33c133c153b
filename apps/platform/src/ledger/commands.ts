import { readFile, writeFile } from 'node:fs/promises';
import {
  checkProofs,
  keyId,
  publicPemOf,
  readPublicKey,
  type Checkpoint,
  type ProofVerdict,
} from '@haidang/ledger';
import {
  findLedgerEntry,
  introduceKey,
  proveEntry,
  readLedgerKeys,
  sequenceAll,
  verifyLedger,
  writeLedgerCheckpoint,
} from '@haidang/store';
import type { Command } from 'commander';
import type { Pool } from 'pg';
import type { WithDatabase } from '../cli/command.js';
import type { Config } from '../config/config.js';
import { appendCopy, readCopies } from './copies.js';
import { keyFileOrNew, nextKey, readKeyFile } from './key-file.js';

/** `ledger …`: what an auditor and the keeper of its key do. */
export function addLedgerCommands(program: Command, withDatabase: WithDatabase, config: Config): void {
  const ledger = program.command('ledger').description('the chain of what was done, and its proofs');
  const { keyFile, checkpointsFile } = config.ledger;

  ledger
    .command('verify')
    .description('look through the whole ledger; name the first thing that is wrong')
    .option(
      '--key <pem...>',
      'public keys from outside the database; only they, and those they endorsed, count',
    )
    .option('--copies <file>', 'checkpoints that were kept outside the database', checkpointsFile)
    .action(async ({ key, copies }: { key?: string[]; copies: string }) => {
      const anchors =
        key === undefined ? undefined : await Promise.all(key.map((file) => readFile(file, 'utf8')));
      const kept = await copiesOf(copies, copies !== checkpointsFile);
      await withDatabase((pool) => verify(pool, anchors, kept));
    });

  ledger
    .command('prove <entry>')
    .description('write the proof of an entry, named by its id or its position')
    .option('--out <file>', 'where to; without it: ledger-proof-POSITION.json')
    .option('--without-data', 'keep back what the entry says; its hash stays')
    .action(async (entry: string, { out, withoutData }: { out?: string; withoutData?: true }) => {
      await withDatabase((pool) => prove(pool, entry, out, withoutData !== true));
    });

  ledger
    .command('check <file>')
    .description('check a proof, or a list of them as a dossier has, with no database')
    .requiredOption('--key <pem>', 'the public key')
    .action(async (file: string, { key }: { key: string }) => {
      check(await readFile(file, 'utf8'), await readFile(key, 'utf8'));
    });

  ledger
    .command('checkpoint')
    .description('sign now what has been chained, without waiting for the hour')
    .action(() => withDatabase((pool) => checkpoint(pool, keyFile, checkpointsFile)));

  ledger
    .command('key')
    .description('print the public key, or rotate')
    .option('--all', 'every public key there ever was, with who endorsed it')
    .option('--rotate', 'a new key takes the place of the present one, endorsed by it')
    .option('--leaked', 'with --rotate: the present key is known to others; it endorses nothing any more')
    .action(async ({ all, rotate, leaked }: { all?: true; rotate?: true; leaked?: true }) => {
      if (leaked === true && rotate !== true) throw new Error('--leaked goes with --rotate');
      if (rotate === true) await withDatabase((pool) => rotateKey(pool, keyFile, leaked === true));
      else if (all === true) await withDatabase(printKeys);
      else say(publicPemOf(await readKeyFile(keyFile)).trimEnd());
    });
}

async function verify(
  pool: Pool,
  anchors: readonly string[] | undefined,
  copies: readonly Checkpoint[],
): Promise<void> {
  const began = performance.now();
  const report = await verifyLedger(pool, { anchors, copies, tell: progress() });
  const seconds = (performance.now() - began) / 1000;
  const rate = Math.round(report.entries / Math.max(seconds, 0.001));
  say(
    `${report.entries} entries in ${seconds.toFixed(1)} s (${rate} a second), ${report.checkpoints} checkpoints up to entry ` +
      `${report.covered}, ${copies.length} copies from outside, data of ${report.forgotten} forgotten, ${report.unchained} waiting to be chained`,
  );
  if (anchors === undefined)
    say('the keys were taken from the database itself: give --key to trust no one there');
  if (report.fault !== undefined) {
    const { kind, position, what } = report.fault;
    throw new Error(`the ledger is NOT whole: entry ${position} (${kind}): ${what}`);
  }
  say(`whole up to entry ${report.entries}, ${report.head}`);
}

async function prove(pool: Pool, name: string, out: string | undefined, withData: boolean): Promise<void> {
  const entry = await findLedgerEntry(pool, nameOf(name));
  if (entry === undefined) throw new Error(`there is no entry ${name}`);
  const proof = entry.position === null ? undefined : await proveEntry(pool, entry.position, withData);
  if (proof === undefined)
    throw new Error(
      `entry ${name} is not under a checkpoint yet: wait for the next, or run \`ledger checkpoint\``,
    );
  const file = out ?? `ledger-proof-${proof.entry.position}.json`;
  await writeFile(file, `${JSON.stringify(proof, null, 2)}\n`);
  say(`${file}: entry ${proof.entry.position}, ${proof.entry.kind} of ${proof.entry.subject}`);
}

function check(text: string, key: string): void {
  const verdicts = checkProofs(text, key);
  const wrong = verdicts.flatMap((verdict, i) => {
    if (verdict.holds) sayThatItHolds(verdict);
    else return verdicts.length === 1 ? verdict.why : `number ${i + 1} of ${verdicts.length}, ${verdict.why}`;
    return [];
  });
  if (wrong.length > 0) throw new Error(`the proof does NOT hold: ${wrong.join('; ')}`);
}

function sayThatItHolds({ entry, statement, data }: Extract<ProofVerdict, { holds: true }>): void {
  const by =
    entry.by === null
      ? 'the platform itself'
      : `person ${entry.by.person} (${entry.by.role} of ${entry.by.organisation})`;
  say(`holds: entry ${entry.position} of the ledger, ${entry.id}`);
  say(`  ${entry.at}  ${entry.kind}  ${entry.subject}  by ${by}`);
  say(`  ${data === null ? 'what it says is not in the proof' : JSON.stringify(data)}`);
  say(
    `  signed at ${statement.at} in checkpoint ${statement.number} (entries ${statement.first} to ${statement.last}) by key ${statement.key}`,
  );
}

async function checkpoint(pool: Pool, keyFile: string, copies: string): Promise<void> {
  const key = await keyFileOrNew(keyFile);
  await introduceKey(pool, key, { at: Date.now(), by: null, endorser: undefined });
  await sequenceAll(pool);
  const signed = await writeLedgerCheckpoint(pool, key, Date.now());
  if (signed === undefined) return say('nothing was chained since the last checkpoint');
  await appendCopy(copies, signed);
  say(`checkpoint ${signed.says.number}: entries ${signed.says.first} to ${signed.says.last}`);
}

/** The new key is in the ledger before it takes the old one's place: whoever is killed in between goes on signing with the old one. */
async function rotateKey(pool: Pool, keyFile: string, leaked: boolean): Promise<void> {
  const old = await readKeyFile(keyFile);
  const { key, put } = await nextKey(keyFile);
  const reason = leaked ? `the key ${keyId(old)} is known to others` : 'rotated';
  await introduceKey(pool, key, { at: Date.now(), by: null, endorser: leaked ? undefined : old, reason });
  await put();
  say(publicPemOf(key).trimEnd());
}

async function printKeys(pool: Pool): Promise<void> {
  for (const { id, publicKey, endorsedBy } of await readLedgerKeys(pool)) {
    say(`# ${id}, ${endorsedBy === null ? 'endorsed by none' : `endorsed by ${endorsedBy}`}`);
    say(publicPemOf(readPublicKey(publicKey)).trimEnd());
  }
}

async function copiesOf(file: string, wanted: boolean): Promise<Checkpoint[]> {
  try {
    return await readCopies(file);
  } catch (error) {
    if (!wanted && (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A position is a number, an id is a UUID. */
function nameOf(text: string): number | string {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new Error(`${text} is neither the id nor the position of an entry`);
}

function progress(): (entries: number) => void {
  let told = 0;
  return (entries) => {
    if (entries - told < 1_000_000) return;
    told = entries;
    process.stderr.write(`${entries} entries …\n`);
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
