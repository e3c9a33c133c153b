import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readStatement, type Checkpoint } from '@haidang/ledger';

/**
 * Checkpoints beside the database, one JSON a line, only appended to: whoever owns the database and makes everything anew does not reach
 * them, as long as the file, or the log that says the same, lies elsewhere.
 */
export async function appendCopy(file: string, { statement, signature }: Checkpoint): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a', 0o644);
  try {
    await handle.writeFile(`${JSON.stringify({ statement, signature })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws Error with one line that names the file and the line; `ENOENT` where there is none */
export async function readCopies(file: string): Promise<Checkpoint[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    try {
      const { statement, signature } = JSON.parse(line) as Checkpoint;
      readStatement(statement);
      return [{ statement, signature }];
    } catch (error) {
      // the process may have been killed in the middle of the last line
      if (i === lines.length - 1) return [];
      throw new Error(`${file}:${i + 1}: not a checkpoint`, { cause: error });
    }
  });
}
