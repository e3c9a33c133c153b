import type {
  DemoAccountsView,
  OwnSessionView,
  RecoveryCodesView,
  SecondFactorView,
  SignIn,
  SignedInView,
  WhoView,
} from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { forgetPerson, rememberedPerson, rememberPerson } from '../remembered-person.js';
import { session } from '../session.js';
import { get, request } from './client.js';

const ASK_AGAIN = 2 * SECOND;

/** Asks who it is, until the platform answers. A gatehouse begins without it, with whoever stood there last: the platform asks them when it is back. */
export async function askWho(): Promise<void> {
  try {
    const { session: view } = await request<WhoView>('/session/who', {}, 'once');
    if (view === null) {
      forgetPerson();
      return session.over();
    }
    if (isGatehouse()) rememberPerson(view);
    session.began(view);
  } catch {
    const known = isGatehouse() ? rememberedPerson() : undefined;
    if (known !== undefined && session.who.get() === undefined) session.began(known);
    await new Promise((wake) => setTimeout(wake, ASK_AGAIN));
    return askWho();
  }
}

/** @throws ApiError */
export async function signIn(credentials: SignIn): Promise<void> {
  const { token: _, ...view } = await send<SignedInView>('POST', '/session', credentials);
  if (isGatehouse()) rememberPerson(view);
  session.began(view);
}

function isGatehouse(): boolean {
  return location.pathname === '/gatehouse';
}

/** The page's memory goes with it. Who came by the directory goes by it. */
export async function signOut(): Promise<void> {
  forgetPerson();
  const isByDirectory = session.who.get()?.how === 'directory';
  await send('DELETE', '/session').catch(() => undefined);
  location.assign(isByDirectory ? '/api/v1/session/directory/sign-out' : '/');
}

export async function changePassword(password: string, next: string): Promise<void> {
  await send('POST', '/session/password', { password, next });
}

export function beginSecondFactor(password: string): Promise<SecondFactorView> {
  return send('POST', '/session/second-factor', { password });
}

export async function confirmSecondFactor(code: string): Promise<string[]> {
  const { recoveryCodes } = await send<RecoveryCodesView>('POST', '/session/second-factor/confirm', { code });
  return recoveryCodes;
}

export async function removeSecondFactor(password: string): Promise<void> {
  await send('POST', '/session/second-factor/remove', { password });
}

export const ownSessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => get<{ items: OwnSessionView[] }>('/sessions', { signal }),
});

export async function endOwnSession(id: string): Promise<void> {
  await send('DELETE', `/sessions/${id}`);
}

export const demoAccountsQuery = queryOptions({
  queryKey: ['demo-accounts'],
  queryFn: ({ signal }) => get<DemoAccountsView>('/demo/accounts', { signal }),
  staleTime: Infinity,
  // the platform answers before it has made them
  refetchInterval: ({ state }) => (state.data?.items.length === 0 ? ASK_AGAIN : false),
});

/** No Idempotency-Key: none of these is kept to be answered again. */
function send<T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const init = {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  };
  return request<T>(path, init, 'once');
}
