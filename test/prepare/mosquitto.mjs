import { existsSync } from 'node:fs';
import { aptInstall } from './apt.mjs';
import { run } from './run-command.mjs';
import { which } from './which.mjs';

/** Debian puts it where only root's PATH leads. */
const SBIN = '/usr/sbin/mosquitto';

/**
 * Finds a Mosquitto for the tests of external brokers: the one on the machine, else with CI=true and as root Debian's.
 * Sets MOSQUITTO_PATH.
 * @returns {Promise<{ says: string, missing: boolean }>}
 */
export async function prepareMosquitto() {
  const given = process.env['MOSQUITTO_PATH'] || findMosquitto();
  if (given !== undefined) return use(given, 'as installed');
  if (process.env['CI'] !== 'true') {
    return { says: 'none; its tests are skipped: install mosquitto, or set MOSQUITTO_PATH', missing: true };
  }
  if (!(await aptInstall('mosquitto'))) return { says: 'none: it could not be installed', missing: true };
  // the package starts a broker on the standard port: the tests start their own, elsewhere
  await run('sh', ['-c', 'systemctl disable --now mosquitto || service mosquitto stop']);
  const installed = findMosquitto();
  return installed === undefined
    ? { says: 'none, though its package was installed', missing: true }
    : use(installed, 'installed by apt-get now, its service stopped');
}

function use(program, how) {
  process.env['MOSQUITTO_PATH'] = program;
  return { says: `${program}, ${how}`, missing: false };
}

function findMosquitto() {
  return which('mosquitto') ?? (existsSync(SBIN) ? SBIN : undefined);
}
