import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { KeyObject } from 'node:crypto';
import { newPrivateKey, readPrivateKey } from '@haidang/ledger';

/** Reads a private key that signs. @throws Error with one line that names the file */
export async function readKeyFile(file: string): Promise<KeyObject> {
  try {
    return readPrivateKey(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`the key ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** The same; where there is no file yet a new key is put there, for its owner's eyes alone. Whoever starts at the same time gets the same. */
export async function keyFileOrNew(file: string): Promise<KeyObject> {
  if (!(await exists(file))) await makeKeyFile(file);
  return await readKeyFile(file);
}

/**
 * A new key beside the present one, on disk; only `put` lets it take the present one's place, which is then gone for good.
 */
export async function nextKey(file: string): Promise<{ key: KeyObject; put: () => Promise<void> }> {
  const next = `${file}.next`;
  await rm(next, { force: true });
  const pem = newPrivateKey();
  await writeSecret(next, pem);
  return { key: readPrivateKey(pem), put: () => rename(next, file) };
}

async function makeKeyFile(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeSecret(draft, newPrivateKey());
  // a link is made whole or not at all, and never over what is there
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
}

async function writeSecret(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return await readFile(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
