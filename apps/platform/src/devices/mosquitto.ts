import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  proofOf,
  readForwarded,
  readLiveCredentials,
  type LiveCredential,
  type Queryable,
  type SecretProof,
} from '@haidang/store';
import { INBOUND_FILTERS, topicsOf, TOPIC_FAMILIES, type TopicFamily } from '@haidang/wire';

/** The account of the platform itself at the broker, as in MQTT_URL. */
export interface PlatformAccount {
  readonly name: string;
  readonly password: string;
}

/** Mosquitto's two files. */
export interface AccessFiles {
  readonly passwords: string;
  readonly acl: string;
}

const FAMILY: Readonly<Record<string, TopicFamily>> = { seal: 'seals', gate: 'gates', camera: 'cameras' };

/**
 * The rules of the embedded broker as Mosquitto's own files. Who has no valid credential is in neither. Mosquitto knows one password a
 * name: of a device with several, the newest secret counts.
 * @throws Error for a name that a password file cannot hold
 */
export async function mosquittoAccess(db: Queryable, platform: PlatformAccount): Promise<AccessFiles> {
  const live = await readLiveCredentials(db);
  const devices = new Map(live.map(({ device }) => [device.name, device]));
  const unfit = [platform.name, ...devices.keys()].filter((name) => name.includes(':'));
  if (unfit.length > 0)
    throw new Error(`Mosquitto's password file holds no name with a colon: ${unfit.join(', ')}`);
  if (devices.has(platform.name)) throw new Error(`MQTT_URL: ${platform.name} is the name of a device`);

  const forwarded = new Map<string, string[]>();
  for (const { name, family, id } of await readForwarded(db))
    forwarded.set(name, [...(forwarded.get(name) ?? []), ...ownTopics(family, id)]);
  const acl = [
    '# written by `npm run cli -- device acl`; what is changed here by hand is lost with the next',
    ...[`user ${platform.name}`, ...INBOUND_FILTERS.map((filter) => `topic read ${filter}`)],
    ...Object.keys(TOPIC_FAMILIES).flatMap((family) =>
      topicsOf(family as TopicFamily, '+').hears.map((filter) => `topic write ${filter}`),
    ),
  ];
  for (const { name, kind, subject } of devices.values()) {
    const topics = kind === 'forwarder' ? forwarded.get(name) : ownTopics(FAMILY[kind]!, subject);
    acl.push('', `user ${name}`, ...(topics ?? []));
  }
  const passwords = [passwordLine(platform.name, proofOf(platform.password)), ...newestSecrets(live)];
  return { passwords: lines(passwords), acl: lines(acl) };
}

/** Puts both in place, each in one move; the passwords are for the owner alone, whom the broker must be, or belong to. */
export function writeAccess(folder: string, { passwords, acl }: AccessFiles): string[] {
  mkdirSync(folder, { recursive: true });
  return [putInPlace(path.join(folder, 'passwords'), passwords), putInPlace(path.join(folder, 'acl'), acl)];
}

/** `$7$`: PBKDF2-SHA512, its rounds, salt and result. */
function passwordLine(name: string, { salt, verifier }: SecretProof): string {
  return `${name}:$7$1$${salt.toString('base64')}$${verifier.toString('base64')}`;
}

function ownTopics(family: TopicFamily, id: string): string[] {
  const { says, hears } = topicsOf(family, id);
  return [...says.map((topic) => `topic write ${topic}`), ...hears.map((topic) => `topic read ${topic}`)];
}

/** @param live the newest of a device first */
function newestSecrets(live: readonly LiveCredential[]): string[] {
  const lineOf = new Map<string, string>();
  for (const { device, proof } of live) {
    if (proof.method !== 'secret' || lineOf.has(device.name)) continue;
    lineOf.set(device.name, passwordLine(device.name, proof));
  }
  return [...lineOf.values()];
}

function putInPlace(file: string, content: string): string {
  const draft = `${file}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
  return file;
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
