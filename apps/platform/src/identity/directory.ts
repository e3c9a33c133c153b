import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Username } from '@haidang/contract';
import { isRole, MINUTE, type Role } from '@haidang/domain';
import {
  enterLedger,
  findLinkedUser,
  findUnlinkedUser,
  findUser,
  followDirectory,
  insertUser,
  inTransaction,
  linkUser,
  type DirectoryName,
  type UserRecord,
} from '@haidang/store';
import * as openid from 'openid-client';
import type { Pool, PoolClient } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { IDENTITY } from '../database.js';
import { ApiError } from '../http/errors.js';
import { belongs } from './belonging.js';
import { seal, unseal } from './seal.js';
import { SecretKey } from './secret-key.js';

/** What a browser keeps between leaving for the directory and coming back, sealed. */
interface Errand {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly begun: number;
}

/** What the directory says of who came. */
interface Claims extends DirectoryName {
  readonly username: string | undefined;
  readonly name: string | undefined;
  /** Where the platform takes role and organisation from the directory, and they are there. */
  readonly place: { readonly role: Role; readonly organisationId: string } | undefined;
}

export const ERRAND_MS = 10 * MINUTE;
const ABOUT = 'directory errand';

/**
 * The authority's own directory, by OpenID Connect: code flow with PKCE, state and nonce. A person there is known by issuer and subject.
 * Whoever comes for the first time is either given role and organisation by the directory's claims, or comes as the user that an
 * administrator made for them without a password; nobody else is let in.
 */
@Injectable()
export class Directory {
  private provider: Promise<openid.Configuration> | undefined;

  constructor(
    @Inject(IDENTITY) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param origin scheme, host and port that the browser knows us by @throws ApiError `route_unknown` where there is no directory */
  async begin(origin: string): Promise<{ readonly url: string; readonly errand: string }> {
    const provider = await this.discovered();
    const redirectUri = `${origin}/api/v1/session/directory/callback`;
    const errand: Errand = {
      verifier: openid.randomPKCECodeVerifier(),
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      redirectUri,
      begun: Date.now(),
    };
    const url = openid.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: this.config.oidc!.scope,
      code_challenge: await openid.calculatePKCECodeChallenge(errand.verifier),
      code_challenge_method: 'S256',
      state: errand.state,
      nonce: errand.nonce,
    });
    return {
      url: url.href,
      errand: seal(this.key(), Buffer.from(JSON.stringify(errand)), ABOUT).toString('base64url'),
    };
  }

  /**
   * Where a browser goes that has signed out here (OpenID Connect RP-Initiated Logout 1.0): the directory, which asks whether to sign out there as well
   * and sends it back; or straight to our page, where a deployer did not set it, or the directory does not speak it.
   */
  async afterSignOut(origin: string): Promise<string> {
    if (this.config.oidc?.signOut !== true) return '/';
    const provider = await this.discovered();
    if (provider.serverMetadata().end_session_endpoint === undefined) return '/';
    return openid.buildEndSessionUrl(provider, { post_logout_redirect_uri: `${origin}/` }).href;
  }

  /**
   * @param query of the address that the directory sent the browser back to, `?` included
   * @throws ApiError `directory_refused`, `unknown_user`
   */
  async finish(sealed: string | undefined, query: string): Promise<UserRecord> {
    const errand = this.errandOf(sealed);
    const provider = await this.discovered();
    let claims: Claims;
    try {
      const tokens = await openid.authorizationCodeGrant(provider, new URL(errand.redirectUri + query), {
        pkceCodeVerifier: errand.verifier,
        expectedState: errand.state,
        expectedNonce: errand.nonce,
        idTokenExpected: true,
      });
      claims = this.claimsOf(tokens.claims()!);
    } catch (error) {
      throw new ApiError('directory_refused', undefined, { cause: error });
    }
    const user = await inTransaction(this.pool, (tx) => admit(tx, claims));
    if (user === undefined || user.disabledAt !== null) throw new ApiError('unknown_user');
    return user;
  }

  /** Asked once, and again after it did not answer. */
  private async discovered(): Promise<openid.Configuration> {
    const { oidc } = this.config;
    if (oidc === undefined) throw new ApiError('route_unknown');
    const insecure = oidc.issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [];
    // TLS says whom the token came from; its signature that it is theirs, whatever stands between
    const execute = [openid.enableNonRepudiationChecks, ...insecure];
    this.provider ??= openid
      .discovery(new URL(oidc.issuer), oidc.clientId, oidc.clientSecret, undefined, { execute, timeout: 10 })
      .catch((error: unknown) => {
        this.provider = undefined;
        throw new ApiError('directory_refused', 'The directory does not answer.', { cause: error });
      });
    return this.provider;
  }

  private errandOf(sealed: string | undefined): Errand {
    try {
      const text = unseal(this.key(), Buffer.from(sealed ?? '', 'base64url'), ABOUT).toString();
      const errand = JSON.parse(text) as Errand;
      if (Date.now() - errand.begun < ERRAND_MS) return errand;
    } catch {
      // not ours, or not whole
    }
    throw new ApiError('directory_refused', 'The sign-in was not begun in this browser, or too long ago.');
  }

  private claimsOf(claims: openid.IDToken): Claims {
    const { usernameClaim, roleClaim, organisationClaim } = this.config.oidc!;
    const textOf = (name: string | undefined) => {
      const value: unknown = name === undefined ? undefined : claims[name];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const [role, organisationId] = [textOf(roleClaim), textOf(organisationClaim)];
    return {
      issuer: claims.iss,
      subject: claims.sub,
      username: textOf(usernameClaim),
      name: textOf('name'),
      place:
        role !== undefined && isRole(role) && organisationId !== undefined
          ? { role, organisationId }
          : undefined,
    };
  }

  private key(): Buffer {
    return SecretKey.open(this.config.dataDir).for(ABOUT);
  }
}

/** @returns undefined: nobody has given them access */
async function admit(tx: PoolClient, claims: Claims): Promise<UserRecord | undefined> {
  const place =
    claims.place !== undefined && (await belongs(tx, claims.place.role, claims.place.organisationId))
      ? claims.place
      : undefined;
  let user = await findLinkedUser(tx, claims);
  if (user === undefined && claims.username !== undefined) {
    user = await findUnlinkedUser(tx, claims.username, claims.issuer);
    if (user === undefined && place !== undefined) user = await provision(tx, claims, claims.username, place);
    if (user !== undefined) await linkUser(tx, user.id, claims);
  }
  if (user === undefined || place === undefined) return user;
  await followDirectory(tx, user.id, { ...place, name: claims.name ?? user.name });
  return findUser(tx, { id: user.id });
}

async function provision(
  tx: PoolClient,
  { name, issuer }: Claims,
  typed: string,
  place: NonNullable<Claims['place']>,
): Promise<UserRecord | undefined> {
  const parsed = Username.safeParse(typed);
  // somebody here has the name, and a password of their own: it is not for the directory to become them
  if (!parsed.success || (await findUser(tx, { username: parsed.data })) !== undefined) return undefined;
  const user = { id: randomUUID(), username: parsed.data, name: name ?? parsed.data, ...place };
  await insertUser(tx, { ...user, passwordHash: null, mustChange: false });
  const data = { username: user.username, ...place, from: issuer };
  await enterLedger(tx, [
    { kind: 'user.create', subject: `user/${user.id}`, at: Date.now(), by: null, data },
  ]);
  return findUser(tx, { id: user.id });
}
