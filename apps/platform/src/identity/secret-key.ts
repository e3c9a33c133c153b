import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const BYTES = 32;

/**
 * The platform's own secret, in a file beside the data and never in the database: what is sealed with it is of no use to whoever takes the
 * database alone. Made at the first start. docs/administration.md says how it is kept, and what losing it means.
 */
export class SecretKey {
  private constructor(private readonly key: Buffer) {}

  /** @throws Error with one line fit for the operator when the file is not what it was made as */
  static open(dataDir: string): SecretKey {
    const file = path.join(dataDir, 'keys', 'platform.key');
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      // two who start at once: one writes, both read the same
      writeFileSync(file, randomBytes(BYTES).toString('base64'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
    if (key.length !== BYTES) throw new Error(`${file} is not the key that the platform made`);
    return new SecretKey(key);
  }

  /** A key for one purpose; from it neither this nor another can be told. */
  for(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.key, '', `haidang ${purpose}`, BYTES));
  }

  /** The same bytes for the same text, as long as the key is the same. */
  mark(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.for(purpose)).update(text).digest();
  }
}
