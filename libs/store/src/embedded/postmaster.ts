import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A PostgreSQL server that runs on a data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** The server that `postmaster.pid` names, when it is alive and is PostgreSQL on this very folder. */
export function findPostmaster(folder: string): Postmaster | undefined {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, dataFolder, , port] = readFileSync(file, 'utf8').split('\n');
  if (pid === undefined || port === undefined || dataFolder === undefined) return undefined;
  if (!isAlive(Number(pid)) || !worksOn(Number(pid), folder)) return undefined;
  return { pid: Number(pid), port: Number(port) };
}

/**
 * Removes a `postmaster.pid` whose server is gone though its pid is alive: another program of the same user has got that pid since (in
 * a container pids are small and come again at once), and PostgreSQL itself would take it for a running server and refuse. It goes
 * only when that program is seen to work elsewhere: a postmaster is in its data folder before it writes the file.
 */
export function removeStaleLock(folder: string): void {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const workplace = Number.isInteger(pid) && pid > 0 && isAlive(pid) ? workplaceOf(pid) : undefined;
  if (workplace !== undefined && workplace !== realpathSync(folder)) rmSync(file, { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Is that process the PostgreSQL of this folder? Only Linux lets us see it without a tool; elsewhere the file is believed. */
function worksOn(pid: number, folder: string): boolean {
  return process.platform !== 'linux' || workplaceOf(pid) === realpathSync(folder);
}

/** The folder a process works in; undefined where that cannot be seen. */
function workplaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
