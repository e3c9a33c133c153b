import { credentialsOf, type Credentials } from './sign-in.js';

const TIMEOUT = 10_000;
const ATTEMPTS = 6;
const FIRST_PAUSE = 300;

/** The API refused a request; the message carries its problem's code and detail (RFC 9457). */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';

  constructor(
    readonly status: number,
    readonly code: string,
    request: string,
    detail: string,
  ) {
    super(`${request}: ${status} ${code}${detail === '' ? '' : `: ${detail}`}`);
  }
}

/** The platform's REST API, for the few calls a simulated carrier and officer make. It signs in when it is asked to. */
export class Api {
  readonly #base: string;
  readonly #credentials: Credentials | undefined;
  #token: string | undefined;
  #signingIn: Promise<void> | undefined;

  /**
   * @param url for example `http://127.0.0.1:8080`
   * @param credentials without them the demo's account for the simulator
   */
  constructor(url: string, credentials = credentialsOf(process.env)) {
    this.#base = `${url.replace(/\/+$/, '')}/api/v1`;
    this.#credentials = credentials;
  }

  /** @throws ApiRefusal when the API says no, and the last network error when it stays away */
  get<T>(path: string): Promise<T> {
    return this.#call<T>(path, { method: 'GET' });
  }

  /**
   * @param key the Idempotency-Key: the same one does the thing once, however often it is sent
   * @param body text goes out as EDIFACT
   */
  post<T>(path: string, key: string, body: object | string): Promise<T> {
    const isText = typeof body === 'string';
    const type = isText ? 'application/edifact' : 'application/json';
    const headers = { 'Content-Type': type, Accept: 'application/json', 'Idempotency-Key': key };
    return this.#call<T>(path, { method: 'POST', headers, body: isText ? body : JSON.stringify(body) });
  }

  /** Tries again after a broken connection and after 429 and 5xx; a `4xx` answer is final. */
  async #call<T>(path: string, init: RequestInit): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once<T>(path, init);
      } catch (error) {
        const final = error instanceof ApiRefusal && error.status < 500 && error.status !== 429;
        if (final || attempt === ATTEMPTS) throw error;
      }
      await new Promise((wake) => setTimeout(wake, FIRST_PAUSE * 2 ** (attempt - 1)));
    }
  }

  async #once<T>(path: string, init: RequestInit): Promise<T> {
    const token = this.#token;
    let answer = await this.#fetch(path, init, token);
    if (answer.status === 401) {
      await answer.body?.cancel();
      await this.#signIn(token);
      answer = await this.#fetch(path, init, this.#token);
    }
    const text = await answer.text();
    if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
    const problem = asProblem(text);
    throw new ApiRefusal(answer.status, problem.code, `${init.method} ${path}`, problem.detail);
  }

  #fetch(path: string, init: RequestInit, token: string | undefined): Promise<Response> {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { ...(init.headers as Record<string, string>), ...authorization };
    return fetch(this.#base + path, { ...init, headers, signal: AbortSignal.timeout(TIMEOUT) });
  }

  /** Calls that find the session over at the same time sign in once. @param used the token that is no longer taken */
  async #signIn(used: string | undefined): Promise<void> {
    if (this.#token !== used) return;
    this.#signingIn ??= this.#newToken()
      .then((token) => {
        this.#token = token;
      })
      .finally(() => (this.#signingIn = undefined));
    await this.#signingIn;
  }

  async #newToken(): Promise<string> {
    if (this.#credentials !== undefined && 'token' in this.#credentials) return this.#credentials.token;
    const credentials = this.#credentials ?? (await this.#demoAccount());
    const headers = { 'Content-Type': 'application/json' };
    const answer = await this.#fetch(
      '/session',
      { method: 'POST', headers, body: JSON.stringify(credentials) },
      undefined,
    );
    const text = await answer.text();
    if (answer.ok) return (JSON.parse(text) as { token: string }).token;
    const { code, detail } = asProblem(text);
    throw new ApiRefusal(answer.status, code, 'POST /session', detail);
  }

  /** @throws ApiRefusal outside the demo */
  async #demoAccount(): Promise<object> {
    const answer = await this.#fetch('/demo/accounts', {}, undefined);
    const { simulator } = (answer.ok ? await answer.json() : {}) as { simulator?: object | null };
    if (simulator != null) return simulator;
    const wanted = 'set HAIDANG_USER and HAIDANG_PASSWORD, or HAIDANG_TOKEN';
    throw new ApiRefusal(401, 'not_signed_in', 'POST /session', wanted);
  }
}

function asProblem(text: string): { code: string; detail: string } {
  try {
    const { code, detail, title } = JSON.parse(text) as Record<string, unknown>;
    return { code: String(code ?? 'unknown'), detail: String(detail ?? title ?? '') };
  } catch {
    return { code: 'unknown', detail: text.slice(0, 200) };
  }
}
