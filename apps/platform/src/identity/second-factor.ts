import { createHash, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { RecoveryCodesView, SecondFactorView } from '@haidang/contract';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSessionsOf,
  enterLedger,
  findSecondFactor,
  inTransaction,
  removeSecondFactor,
  useRecoveryCode,
  useTimeStep,
} from '@haidang/store';
import { Secret, TOTP } from 'otpauth';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { IDENTITY } from '../database.js';
import { ApiError } from '../http/errors.js';
import { actNow } from '../ledger/act.js';
import { seal, unseal } from './seal.js';
import { SecretKey } from './secret-key.js';

const ISSUER = 'Haidang';
/** RFC 6238, section 5.2: one step of 30 s to either side for clocks and slow hands. */
const WINDOW = 1;
const PERIOD = 30;
const CODES = 10;
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Time-based codes of an authenticator (RFC 6238), and codes for the day it is lost. */
@Injectable()
export class SecondFactor {
  constructor(
    @Inject(IDENTITY) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A new secret; it counts once a code of it was told. @throws ApiError `second_factor_enrolled` */
  async begin(user: { readonly id: string; readonly username: string }): Promise<SecondFactorView> {
    const secret = new Secret({ size: 20 });
    const sealed = seal(this.key(), Buffer.from(secret.bytes), user.id);
    if (!(await beginSecondFactor(this.pool, user.id, sealed))) throw new ApiError('second_factor_enrolled');
    return { secret: secret.base32, uri: totpOf(secret, user.username).toString() };
  }

  /** @param but the one session of the user that goes on @throws ApiError `second_factor_wrong` */
  async confirm(userId: string, code: string, but: string): Promise<RecoveryCodesView> {
    if (!(await this.isCode(userId, code))) throw new ApiError('second_factor_wrong');
    const codes = Array.from({ length: CODES }, newRecoveryCode);
    await inTransaction(this.pool, async (tx) => {
      await confirmSecondFactor(tx, userId, codes.map(hashOf));
      await endSessionsOf(tx, userId, but);
      await enterLedger(tx, [actNow('user.enrol_second_factor', `user/${userId}`)]);
    });
    return { recoveryCodes: codes };
  }

  /** Whether a code opens: the authenticator's, or a recovery code, which is then used up. */
  async opens(userId: string, code: string): Promise<boolean> {
    if (/^\d[\d ]*$/.test(code)) return this.isCode(userId, code);
    return useRecoveryCode(this.pool, userId, hashOf(code));
  }

  /** @param but as of {@link confirm} */
  async remove(userId: string, but: string): Promise<void> {
    await inTransaction(this.pool, async (tx) => {
      await removeSecondFactor(tx, userId);
      await endSessionsOf(tx, userId, but);
      await enterLedger(tx, [actNow('user.remove_second_factor', `user/${userId}`)]);
    });
  }

  private async isCode(userId: string, code: string): Promise<boolean> {
    const record = await findSecondFactor(this.pool, userId);
    if (record === undefined) return false;
    const bytes = unseal(this.key(), record.sealedSecret, userId);
    const secret = new Secret({ buffer: new Uint8Array(bytes).buffer });
    const now = Date.now();
    const delta = totpOf(secret, '').validate({
      token: code.replace(/ /g, ''),
      timestamp: now,
      window: WINDOW,
    });
    return delta !== null && useTimeStep(this.pool, userId, Math.floor(now / 1000 / PERIOD) + delta);
  }

  private key(): Buffer {
    return SecretKey.open(this.config.dataDir).for('second factors');
  }
}

function totpOf(secret: Secret, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret, period: PERIOD, digits: 6, algorithm: 'SHA1' });
}

/** Six groups of four, 118 bits. */
function newRecoveryCode(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: 6 }, group).join('-');
}

/** They are long and random: a fast hash is enough (OWASP ASVS 5.0, 6.5.2: from 112 bits on). */
function hashOf(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest();
}
