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

/** The platform's REST API, for the few calls a simulated carrier and officer make. */
export class Api {
  readonly #base: string;

  /** @param url for example `http://127.0.0.1:8080` */
  constructor(url: string) {
    this.#base = `${url.replace(/\/+$/, '')}/api/v1`;
  }

  /** @throws ApiRefusal when the API says no, and the last network error when it stays away */
  get<T>(path: string): Promise<T> {
    return this.#call<T>(path, { method: 'GET' });
  }

  /** @param key the Idempotency-Key: the same one does the thing once, however often it is sent */
  post<T>(path: string, key: string, body: object): Promise<T> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    return this.#call<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
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
    const answer = await fetch(this.#base + path, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
    const text = await answer.text();
    if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
    const problem = asProblem(text);
    throw new ApiRefusal(answer.status, problem.code, `${init.method} ${path}`, problem.detail);
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
