import type { MadeUserView, NewUser, OneTimePasswordView, UserFields, UserView } from '@haidang/contract';
import { queryOptions } from '@tanstack/react-query';
import { getAll, patch, post } from '../../shared/api/client.js';

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => getAll<UserView>('/users', signal),
});

export function makeUser(body: NewUser): Promise<MadeUserView> {
  return post('/users', body);
}

export function changeUser(id: string, change: Partial<UserFields>): Promise<UserView> {
  return patch(`/users/${id}`, change);
}

/** The one-time password is told once. */
export function resetPassword(id: string): Promise<OneTimePasswordView> {
  return post(`/users/${id}/reset-password`, {});
}

export function resetSecondFactor(id: string): Promise<unknown> {
  return post(`/users/${id}/reset-second-factor`, {});
}
