import { access, mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file so that nobody finds half of it: under another name first, and on the disk before it has its own. */
export async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.tmp`);
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** Moves a file into a folder; one that has its name there already stays, and this gets a number. */
export async function moveInto(file: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { name, ext } = path.parse(file);
  for (let n = 1; ; n++) {
    const target = path.join(folder, n === 1 ? `${name}${ext}` : `${name}.${n}${ext}`);
    if (await exists(target)) continue;
    return rename(file, target);
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
