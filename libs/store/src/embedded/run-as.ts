import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** How a command is run as the owner of the database: a prefix for its command line, and the ids its files must have. */
export interface RunAs {
  readonly prefix: readonly string[];
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Keeps the one capability that passes closed folders. `no_setuid_fixup`: initdb and postgres ask access(2) for their own
 * programs, and the kernel answers that for a user other than root without capabilities unless told so (faccessat in fs/open.c).
 */
const PASSAGE = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as himself; root runs it as the owner of the data folder
 * or else as `postgres` or `nobody`, through `setpriv`. Where that user could not reach the data or the binaries
 * (a clone below a root-only folder), the process keeps the one capability to pass through.
 * @param folders what the server must be able to reach
 * @throws Error on root without setpriv (util-linux)
 */
export function runAs(dataFolder: string, folders: readonly string[]): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [], owner: undefined };
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  if (setpriv === undefined) {
    throw new Error(
      'PostgreSQL does not run as root and setpriv (util-linux) is missing: start as an ordinary user',
    );
  }
  const owner = existingOwner(dataFolder) ?? systemUser('postgres') ?? systemUser('nobody');
  if (owner === undefined)
    throw new Error('PostgreSQL does not run as root and no user postgres or nobody exists');
  const identity = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const passage = folders.every(openToAll) ? [] : PASSAGE;
  return { prefix: [setpriv, ...identity, ...passage], owner };
}

function existingOwner(folder: string): { uid: number; gid: number } | undefined {
  if (!existsSync(folder)) return undefined;
  const { uid, gid } = lstatSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

function systemUser(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** True when every folder up to the root lets everybody pass. */
function openToAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0 && statSync(folder).isDirectory())
      return false;
    if (folder === dirname(folder)) return true;
  }
}
