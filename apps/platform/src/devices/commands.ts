import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { DAY, formatInstant } from '@haidang/domain';
import { inTransaction, listDevices, type Device, type ListedDevice, type Queryable } from '@haidang/store';
import { InvalidArgumentError, type Command } from 'commander';
import type { AddCommands, WithDatabase } from '../cli/command.js';
import { csvLine } from '../csv.js';
import { readConfig } from '../config/config.js';
import { commonNameOf, fingerprintOf } from './certificate.js';
import { issueLines, readLines } from './import-file.js';
import { issue, revoke, rotate, type Issued, type Order } from './issue.js';
import { mosquittoAccess, writeAccess, type PlatformAccount } from './mosquitto.js';
import { secretsCsv, withSecretsFile } from './secrets-file.js';

interface Chosen {
  readonly seal?: string;
  readonly gate?: string;
  readonly camera?: string;
  readonly forwarder?: string;
  readonly name?: string;
}

/** `npm run cli -- device …`: who may speak MQTT. */
export const addDeviceCommands: AddCommands = (program, withDatabase) => {
  const device = program
    .command('device')
    .description('Credentials of seals, gates, cameras and forwarders.');
  addIssue(device, withDatabase);
  addImport(device, withDatabase);
  addRotate(device, withDatabase);
  addRevoke(device, withDatabase);
  addList(device, withDatabase);
  addAcl(device, withDatabase);
};

function addIssue(device: Command, withDatabase: WithDatabase): void {
  device
    .command('issue')
    .description('Gives a device its credential. The secret is shown once and kept nowhere.')
    .option('--seal <id>', 'a seal of the register')
    .option('--gate <id>', 'a gate of the register')
    .option('--camera <id>', 'a camera that sends its maker’s events')
    .option('--forwarder <organisation>', 'a server that speaks for all seals and gates of an organisation')
    .option('--name <name>', 'of a forwarder: its user name, where an organisation has several')
    .option(
      '--certificate [file]',
      'a client certificate: this one (PEM), or any of MQTT_CLIENT_CA with its name',
    )
    .option('--out <file>', 'writes the secret there in place of showing it; only its owner may read it')
    .action(async (options: Chosen & { certificate?: string | true; out?: string }) => {
      const device = deviceOf(options);
      const order = { ...device, ...certificateOf(device.name, options.certificate) };
      await issueTo(withDatabase, options.out, (tx) => issue(tx, [order]));
    });
}

function addImport(device: Command, withDatabase: WithDatabase): void {
  device
    .command('import')
    .argument('<file>', 'CSV with the columns kind and id, and where needed name, secret, certificate')
    .requiredOption('--out <file>', 'where the secrets are written, once; only its owner may read it')
    .description('Gives all devices of a file their credentials, or none when a line is wrong.')
    .action(async (file: string, { out }: { out: string }) => {
      const lines = readLines(readFileSync(file));
      const issued = await writeSecrets(withDatabase, out, (tx) => issueLines(tx, lines));
      say(`${issued.length} devices have their credentials; the secrets are in ${out}`);
    });
}

function addRotate(device: Command, withDatabase: WithDatabase): void {
  device
    .command('rotate')
    .argument('<names...>')
    .option(
      '--days <n>',
      'how long the secret before is still good, unless the new one is used first',
      days,
      7,
    )
    .option('--certificate [file]', 'a client certificate in place of a secret, as with `issue`')
    .option('--out <file>', 'writes the secrets there in place of showing them')
    .description('Gives devices new secrets. The ones before end when the new are used, or after some days.')
    .action(
      async (
        names: string[],
        { days: count, out, certificate: file }: { days: number; out?: string; certificate?: string | true },
      ) => {
        const endsAt = Date.now() + count * DAY;
        if (typeof file === 'string' && names.length > 1)
          throw new Error('a certificate is of one device: name one');
        const { certificate } = certificateOf(names[0]!, file);
        await issueTo(withDatabase, out, (tx) => rotate(tx, names, endsAt, certificate));
      },
    );
}

function addRevoke(device: Command, withDatabase: WithDatabase): void {
  device
    .command('revoke')
    .argument('<name>')
    .requiredOption('--reason <text>', 'why: stolen, leaked, taken out of service')
    .option('--credential <id>', 'only this one, as `device list` shows it')
    .description('Ends the credentials of a device, and its connections with them, at once.')
    .action(async (name: string, { reason, credential }: { reason: string; credential?: string }) => {
      const count = await withDatabase((pool) =>
        inTransaction(pool, (tx) => revoke(tx, name, reason, credential)),
      );
      if (count === 0) throw new Error(`${name} has no such valid credential`);
      say(`${count === 1 ? '1 credential' : `${count} credentials`} of ${name} ended`);
    });
}

function addList(device: Command, withDatabase: WithDatabase): void {
  device
    .command('list')
    .argument('[name]')
    .description('Shows devices and their credentials as CSV; never a secret.')
    .action(async (name?: string) => {
      const devices = await withDatabase((pool) => listDevices(pool, { name }));
      say('name,kind,speaks_for,credential,method,issued,first_used,ends,revoked,revoked_for');
      for (const one of devices) for (const line of linesOf(one)) say(line);
    });
}

function addAcl(device: Command, withDatabase: WithDatabase): void {
  device
    .command('acl')
    .requiredOption('--broker <name>', 'mosquitto', mosquittoOnly)
    .requiredOption('--out <folder>', 'where the files `passwords` and `acl` are written')
    .description(
      "Writes who may do what as an external broker's own files. MQTT_URL names the platform's account.",
    )
    .action(async ({ out }: { out: string }) => {
      const account = accountOf();
      const files = await withDatabase(async (pool) =>
        writeAccess(out, await mosquittoAccess(pool, account)),
      );
      say(`${files.join(' and ')} are written; let the broker read them again (SIGHUP)`);
    });
}

/** Issues, and shows the secrets once it is true, or writes them before. */
async function issueTo(
  withDatabase: WithDatabase,
  out: string | undefined,
  work: (tx: Queryable) => Promise<Issued[]>,
): Promise<void> {
  if (out === undefined) {
    process.stdout.write(secretsCsv(await withDatabase((pool) => inTransaction(pool, work))));
    return;
  }
  await writeSecrets(withDatabase, out, work);
  say(`written to ${out}`);
}

function writeSecrets(
  withDatabase: WithDatabase,
  out: string,
  work: (tx: Queryable) => Promise<Issued[]>,
): Promise<Issued[]> {
  return withDatabase((pool) =>
    withSecretsFile(out, (write) =>
      inTransaction(pool, async (tx) => {
        const issued = await work(tx);
        write(issued);
        return issued;
      }),
    ),
  );
}

function deviceOf({ seal, gate, camera, forwarder, name }: Chosen): Device {
  const chosen = Object.entries({ seal, gate, camera, forwarder }).filter(([, id]) => id !== undefined);
  if (chosen.length !== 1) throw new Error('one of --seal, --gate, --camera and --forwarder is wanted');
  const [kind, subject] = chosen[0] as [Device['kind'], string];
  if (name !== undefined && kind !== 'forwarder') throw new Error(`a ${kind} has its id for a name`);
  return { kind, subject, name: name ?? subject };
}

function certificateOf(name: string, file: string | true | undefined): Pick<Order, 'certificate'> {
  if (file === undefined) return {};
  if (file === true) return { certificate: null };
  const certificate = new X509Certificate(readFileSync(file));
  const commonName = commonNameOf(certificate);
  if (commonName !== name)
    throw new Error(`${file}: its common name is ${commonName ?? 'missing'}, not ${name}`);
  return { certificate: fingerprintOf(certificate) };
}

function accountOf(): PlatformAccount {
  const { mqtt } = readConfig(process.env);
  if (mqtt.kind !== 'external')
    throw new Error('MQTT_URL is not set: the embedded broker needs no access file');
  const { username, password } = new URL(mqtt.url);
  if (username === '' || password === '')
    throw new Error("MQTT_URL: the platform's user and password are missing");
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function linesOf({ name, kind, subject, credentials }: ListedDevice): string[] {
  const at = (time: number | null) => time && formatInstant(time);
  if (credentials.length === 0) return [csvLine([name, kind, subject])];
  return credentials.map((one) =>
    csvLine([
      ...[name, kind, subject, one.id, one.method, at(one.issuedAt), at(one.usedAt), at(one.endsAt)],
      ...[at(one.revokedAt), one.revokedFor],
    ]),
  );
}

function days(text: string): number {
  const count = Number(text);
  if (!(count >= 0 && count <= 365)) throw new InvalidArgumentError('a number from 0 to 365 is wanted');
  return count;
}

function mosquittoOnly(text: string): string {
  if (text !== 'mosquitto') throw new InvalidArgumentError('mosquitto is the one that is known');
  return text;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
