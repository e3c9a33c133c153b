import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Issued } from './issue.js';

/** A table of secrets; the simulator's `--credentials` reads the same. */
export function secretsCsv(issued: readonly Issued[]): string {
  return [
    'name,kind,secret',
    ...issued.map(({ name, kind, secret = '' }) => `${name},${kind},${secret}`),
    '',
  ].join('\n');
}

/**
 * Writes secrets where only the owner reads them, and lets `commit` make them true: there is never a secret that is true and lost.
 * @throws Error when the file is there already: the secrets in it may be the only ones of their kind
 */
export async function withSecretsFile<T>(
  file: string,
  work: (write: (issued: readonly Issued[]) => void) => Promise<T>,
): Promise<T> {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === 'EEXIST' ? `${file} is there already: name another file` : message, {
      cause: error,
    });
  }
  try {
    return await work((issued) => {
      writeSync(descriptor, secretsCsv(issued));
      fsyncSync(descriptor);
    });
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
