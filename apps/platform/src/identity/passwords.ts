import { randomInt } from 'node:crypto';
import { hash, verify, type Options } from '@node-rs/argon2';

/** OWASP's first recommendation for argon2id: 19 MiB, two rounds, one lane; about 20 ms. The package's default algorithm is argon2id. */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Without what is easily mistaken for one another when it is read from a screen: 0 O, 1 l I. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 5;

/** Of a password that nobody has: an unknown user takes as long as a wrong password. */
const NOBODY = hash('', COST);

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/** @param passwordHash null, also for an unknown user: the answer is then no, and takes as long */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await NOBODY), password.normalize('NFKC'));
  return matches && passwordHash !== null;
}

/** Four groups of five letters and digits, 100 bits: `k7mfx-…`. */
export function newPassword(): string {
  const group = () => Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
