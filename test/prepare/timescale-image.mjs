import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { aptInstall } from './apt.mjs';
import { run } from './run-command.mjs';
import { which } from './which.mjs';

/** The Debian release whose archive has TimescaleDB, and what is taken from it. */
const RELEASE = 'trixie';
const PACKAGES = ['postgresql-17', 'postgresql-17-timescaledb'];
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Stands in a folder that is whole. */
const MARKER = '.haidang-complete';

/**
 * A small Debian with TimescaleDB, in the user's cache, outside the clone: made once (a minute, 700 MB), used again by
 * every later run. It is made beside its place and moved there when whole; a half-made one is removed.
 * @returns {Promise<{ folder: string } | { missing: string }>} `missing`: why there is none
 */
export async function timescaleImage() {
  const folder = path.join(cacheHome(), 'haidang', 'timescale-17');
  if (existsSync(path.join(folder, MARKER))) return { folder };
  if (process.platform !== 'linux')
    return { missing: 'it is brought up from Debian packages, on Linux only' };
  if (process.getuid?.() !== 0) return { missing: 'bringing it up takes root (debootstrap, chroot)' };
  if (which('debootstrap') === undefined && !(await aptInstall('debootstrap'))) {
    return { missing: 'debootstrap is not installed and could not be' };
  }
  const mirror = await debianMirror();
  if (mirror === undefined) return { missing: 'this machine has no Debian archive among its apt sources' };
  return make(folder, mirror);
}

async function make(folder, mirror) {
  removeDrafts(folder);
  const draft = `${folder}.draft-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  process.stdout.write(
    `prepare: TimescaleDB: fetching ${PACKAGES.join(', ')} (Debian ${RELEASE}) into ${folder}\n`,
  );
  const keyring = existsSync(KEYRING) ? [`--keyring=${KEYRING}`] : [];
  const options = ['--variant=minbase', `--include=${PACKAGES.join(',')}`, ...keyring];
  const { code, output } = await run('debootstrap', [...options, RELEASE, draft, mirror]);
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    return { missing: `debootstrap failed: ${output.trim().split('\n').slice(-3).join(' | ')}` };
  }
  rmSync(path.join(draft, 'var/cache/apt/archives'), { recursive: true, force: true });
  writeFileSync(path.join(draft, MARKER), `${PACKAGES.join(' ')}\n`);
  if (existsSync(path.join(folder, MARKER))) {
    rmSync(draft, { recursive: true, force: true });
  } else {
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  }
  return { folder };
}

/** Drafts whose maker is gone. */
function removeDrafts(folder) {
  const parent = path.dirname(folder);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const [, maker] = /\.draft-(\d+)$/.exec(name) ?? [];
    if (maker === undefined || existsSync(`/proc/${maker}`)) continue;
    rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

/** The mirror this machine's own apt uses; the project names none. */
async function debianMirror() {
  const format = '$(SITE) $(ORIGIN) $(RELEASE)';
  const { code, output } = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  if (code !== 0) return undefined;
  return output
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, origin, release]) => origin === 'Debian' && release?.endsWith('-security') === false)?.[0];
}

function cacheHome() {
  return process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
}
