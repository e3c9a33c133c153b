import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failOnLeaks, freePort, startPlatform, withStore, type RunningPlatform } from '@haidang/testkit';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';

failOnLeaks();

/** Who is known to the directory, by subject. */
const PEOPLE: Record<string, object> = {
  's-lan': { preferred_username: 'lan', name: 'Lan Phạm' },
  's-an': { preferred_username: 'an', name: 'An Đỗ', role: 'auditor', office: 'CENTRE' },
  's-evil': { preferred_username: 'admin', name: 'Mallory', role: 'administrator', office: 'CENTRE' },
  's-none': { preferred_username: 'nobody', name: 'Nobody' },
  's-odd': { preferred_username: 'odd', name: 'Odd', role: 'carrier', office: 'CENTRE' },
};

withStore((store) => {
  let platform: RunningPlatform;
  let directory: Server;
  let forges = false;
  beforeAll(async () => {
    directory = createServer();
    await new Promise<void>((listening) => directory.listen(0, '127.0.0.1', listening));
    const issuer = `http://127.0.0.1:${(directory.address() as AddressInfo).port}`;
    const port = await freePort();
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'haidang',
          client_secret: 'the secret of the platform',
          post_logout_redirect_uris: [`http://127.0.0.1:${port}/`],
          redirect_uris: [`http://127.0.0.1:${port}/api/v1/session/directory/callback`],
        },
      ],
      pkce: { required: () => true },
      conformIdTokenClaims: false,
      claims: { profile: ['preferred_username', 'name', 'role', 'office'] },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...PEOPLE[sub] }) }),
      cookies: { keys: ['of the test'] },
    });
    const answer = provider.callback();
    directory.on('request', (request, response) => {
      if (forges && request.url === '/token') forgeSignature(response);
      void answer(request, response);
    });
    platform = await startPlatform({
      env: {
        PORT: String(port),
        DATABASE_URL: store.url,
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: 'haidang',
        OIDC_CLIENT_SECRET: 'the secret of the platform',
        OIDC_NAME: 'Danh bạ Hải quan',
        OIDC_ROLE_CLAIM: 'role',
        OIDC_ORGANISATION_CLAIM: 'office',
        OIDC_SIGN_OUT: '1',
      },
    });
  });
  afterAll(async () => {
    await platform.dispose();
    directory.closeAllConnections();
    await new Promise((closed) => directory.close(closed));
  });

  it('is named to the sign-in page', async () => {
    expect(await (await fetch(`${platform.origin}/config.json`)).json()).toMatchObject({
      directory: 'Danh bạ Hải quan',
    });
  });

  it('lets in who was made for it, and knows them by subject from then on', async () => {
    const made = await platform.call<{ id: string; oneTimePassword?: string }>('/users', {
      username: 'lan',
      name: 'Lan',
      role: 'centre_operator',
      organisationId: 'CENTRE',
      withoutPassword: true,
    });
    expect(made.oneTimePassword).toBeUndefined();
    const first = await new Browser(platform.origin).signIn('s-lan');
    expect(first).toMatchObject({
      how: 'directory',
      must: null,
      person: { id: made.id, role: 'centre_operator' },
    });
    PEOPLE['s-lan'] = { preferred_username: 'lan.pham', name: 'Lan Phạm' };
    expect(await new Browser(platform.origin).signIn('s-lan')).toMatchObject({ person: { id: made.id } });
    PEOPLE['s-none2'] = { preferred_username: 'lan', name: 'Another Lan' };
    expect(await new Browser(platform.origin).signIn('s-none2')).toBe('/?signin=unknown_user');
  });

  it('makes and keeps users by its claims, in their place', async () => {
    expect(await new Browser(platform.origin).signIn('s-an')).toMatchObject({
      person: { username: 'an', name: 'An Đỗ', role: 'auditor', organisation: { id: 'CENTRE' } },
    });
    PEOPLE['s-an'] = { preferred_username: 'an', name: 'An Đỗ', role: 'shift_supervisor', office: 'CENTRE' };
    expect(await new Browser(platform.origin).signIn('s-an')).toMatchObject({
      person: { role: 'shift_supervisor' },
    });
    expect(await new Browser(platform.origin).signIn('s-odd')).toBe('/?signin=unknown_user');
  });

  it('lets in nobody whom the platform does not know, and makes nobody into somebody who has a password', async () => {
    expect(await new Browser(platform.origin).signIn('s-none')).toBe('/?signin=unknown_user');
    expect(await new Browser(platform.origin).signIn('s-evil')).toBe('/?signin=unknown_user');
  });

  it('takes no answer that was not asked for in this browser, was asked for otherwise, or comes twice', async () => {
    const [own, other] = [new Browser(platform.origin), new Browser(platform.origin)];
    const callback = await own.comeBack('s-lan');
    expect(await other.at(callback)).toMatchObject({ location: '/?signin=directory_refused' });
    const forged = callback.replace(/state=[^&]+/, 'state=forged');
    expect(await own.at(forged)).toMatchObject({ location: '/?signin=directory_refused' });
    expect(await own.at(callback)).toMatchObject({ location: '/' });
    expect(await own.at(callback)).toMatchObject({ location: '/?signin=directory_refused' });
  });

  it('believes no ID token whose signature is not of the directory', async () => {
    forges = true;
    expect(await new Browser(platform.origin).signIn('s-lan')).toBe('/?signin=directory_refused');
    forges = false;
    expect(await new Browser(platform.origin).signIn('s-lan')).toMatchObject({ how: 'directory' });
  });

  it('is signed out of where one signs out here', async () => {
    const browser = new Browser(platform.origin);
    await browser.signIn('s-lan');
    const { location } = await browser.at(`${platform.origin}/api/v1/session/directory/sign-out`);
    const { pathname, searchParams } = new URL(location!);
    expect(pathname).toBe('/session/end');
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'haidang',
      post_logout_redirect_uri: `${platform.origin}/`,
    });
    const asked = await fetch(location!);
    expect([asked.status, await asked.text()]).toEqual([200, expect.stringContaining('logout')]);
    const link = { headers: { 'sec-fetch-site': 'cross-site' }, redirect: 'manual' } as const;
    const refused = await fetch(`${platform.origin}/api/v1/session/directory/sign-out`, link);
    expect(refused.headers.get('location')).toBe('/?signin=cross_site');
  });

  it("is not begun by a link on somebody else's page", async () => {
    const begin = async (site: string) => {
      const headers = { 'sec-fetch-site': site };
      const answer = await fetch(`${platform.origin}/api/v1/session/directory`, {
        headers,
        redirect: 'manual',
      });
      return answer.headers.get('location');
    };
    for (const site of ['cross-site', 'same-site']) expect(await begin(site)).toBe('/?signin=cross_site');
    for (const site of ['same-origin', 'none']) expect(await begin(site)).toContain('code_challenge=');
  });
});

/** The claims stay as they are. */
function forgeSignature(response: ServerResponse): void {
  const end = response.end.bind(response) as (body: string) => ServerResponse;
  response.end = ((body: unknown) =>
    end(
      String(body).replace(
        /("id_token":"[^"]+\.)([^".]+)"/,
        (_, head: string, signature: string) => `${head}${[...signature].reverse().join('')}"`,
      ),
    )) as typeof response.end;
}

/** A browser with its cookies, which follows the directory's pages. */
class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  /** @returns the session, or where the browser was sent without one */
  async signIn(subject: string): Promise<unknown> {
    const { location } = await this.at(await this.comeBack(subject));
    if (location !== '/') return location;
    return (await this.fetch(`${this.origin}/api/v1/session`)).json();
  }

  /** Signs in at the directory and agrees. @returns the address of ours that it sends the browser to */
  async comeBack(subject: string): Promise<string> {
    let { location } = await this.at(`${this.origin}/api/v1/session/directory`);
    for (let page = 0; page < 10; page++) {
      if (location!.startsWith(`${this.origin}/`)) return location!;
      const address = new URL(location!, this.origin);
      if (!address.pathname.startsWith('/interaction/')) {
        location = absolute((await this.at(address.href)).location!, address);
        continue;
      }
      const prompt = (await (await this.fetch(address.href)).text()).includes('name="login"')
        ? 'login'
        : 'consent';
      const body = new URLSearchParams({ prompt, login: subject, password: 'any' });
      const answer = await this.fetch(address.href, { method: 'POST', body });
      location = absolute(answer.headers.get('location')!, address);
    }
    throw new Error(`the directory never sent the browser back: ${location}`);
  }

  async at(url: string): Promise<{ location: string | null }> {
    const answer = await this.fetch(url);
    await answer.text();
    return { location: answer.headers.get('location') };
  }

  private async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return answer;
  }
}

function absolute(location: string, from: URL): string {
  return new URL(location, from).href;
}
