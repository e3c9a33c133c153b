import type { Page, Problem } from '@haidang/contract';
import { session } from '../session.js';

const ROOT = '/api/v1';
const PAGE_LIMIT = 1_000;

/** A refusal or failure of the platform; `code` is stable (RFC 9457), `http_STATUS` or `unreachable` where there is none. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** What else the problem says. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, detail: string, members: object = {}) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.members = members as Readonly<Record<string, unknown>>;
  }
}

/** `GET`, JSON. @throws ApiError */
export async function get<T>(path: string, init: RequestInit = {}): Promise<T> {
  return request<T>(path, init);
}

/** `POST`, JSON both ways; sent with its own Idempotency-Key, or with that of the call that it repeats. @throws ApiError */
export async function post<T>(path: string, body: unknown, key?: string): Promise<T> {
  return send('POST', path, body, { key });
}

/**
 * `PATCH`, as {@link post}: what is left out stays.
 * @param tag as it was read with {@link getTagged}: given, nothing is done when somebody has changed it since
 * @throws ApiError
 */
export async function patch<T>(path: string, body: unknown, tag?: string): Promise<T> {
  return send('PATCH', path, body, { tag });
}

/** `DELETE`. @param tag as of {@link patch} @throws ApiError */
export async function remove(path: string, tag?: string): Promise<void> {
  await request(path, {
    method: 'DELETE',
    headers: { 'Idempotency-Key': idempotencyKey(), ...ifMatch(tag) },
  });
}

/** `GET` of a thing of the register with its `ETag`. @throws ApiError */
export async function getTagged<T>(path: string): Promise<{ value: T; tag: string | undefined }> {
  const response = await answered(path, {}, 'again');
  return { value: (await response.json()) as T, tag: response.headers.get('etag') ?? undefined };
}

function send<T>(
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
  { key = idempotencyKey(), tag }: { readonly key?: string | undefined; readonly tag?: string | undefined },
): Promise<T> {
  return request<T>(path, {
    method,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, ...ifMatch(tag) },
    body: JSON.stringify(body),
  });
}

function ifMatch(tag: string | undefined): Record<string, string> {
  return tag === undefined ? {} : { 'If-Match': tag };
}

/** `POST` of a form with a file, or of a file's own text, as {@link post}. @throws ApiError */
export async function postFile<T>(path: string, body: FormData | Blob, signal?: AbortSignal): Promise<T> {
  // a form names its own type and boundary
  const type = body instanceof Blob ? { 'Content-Type': body.type } : {};
  return request<T>(path, {
    method: 'POST',
    headers: { ...type, 'Idempotency-Key': idempotencyKey() },
    body,
    ...(signal && { signal }),
  });
}

/** Every item of a list, page after page. @throws ApiError */
export async function getAll<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(PAGE_LIMIT), ...(cursor === null ? {} : { cursor }) });
    const page: Page<T> = await get(
      `${path}${path.includes('?') ? '&' : '?'}${query}`,
      signal ? { signal } : {},
    );
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

/**
 * A call whose session is over waits until somebody has signed in again, and is then made anew: what the operator did is not lost.
 * @param asking `once`: the calls by which people sign in wait for nobody
 * @throws ApiError
 */
export async function request<T>(
  path: string,
  init: RequestInit = {},
  asking: 'once' | 'again' = 'again',
): Promise<T> {
  const text = await (await answered(path, init, asking)).text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** `GET` of a file, as it is. @param type what it is to be. @throws ApiError */
export async function getFile(path: string, type: string, signal?: AbortSignal): Promise<Blob> {
  return (await answered(path, { headers: { Accept: type }, ...(signal && { signal }) }, 'again')).blob();
}

async function answered(path: string, init: RequestInit, asking: 'once' | 'again'): Promise<Response> {
  const response = await fetch(`${ROOT}${path}`, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'unreachable', String(error), { offline: !navigator.onLine });
  });
  if (response.ok) return response;
  const problem = asProblem(await response.text());
  if (asking === 'again' && problem?.code === 'not_signed_in') {
    session.over();
    await session.again();
    return answered(path, init, asking);
  }
  throw new ApiError(
    response.status,
    problem?.code ?? `http_${response.status}`,
    problem?.detail ?? problem?.title ?? response.statusText,
    problem,
  );
}

function asProblem(text: string): Partial<Problem> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Random; not `crypto.randomUUID`, which is missing where the page is served without TLS off localhost. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
