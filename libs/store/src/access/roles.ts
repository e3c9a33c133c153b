/**
 * The platform's logins at the database. The owner makes and keeps the schema; nobody else of the platform owns anything.
 * - `ingest`: the road, and everything else that is done in nobody's name.
 * - `serve`: what people ask for, each in a transaction with the person's scope; without one it sees nothing.
 * - `identity`: who may sign in and how they prove it, and the same of devices.
 */
export const LOGIN_ROLES = ['ingest', 'serve', 'identity'] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

/** What each is called at the server. */
export type RoleNames = Readonly<Record<LoginRole, string>>;

export const ROLE_NAMES: RoleNames = {
  ingest: 'haidang_ingest',
  serve: 'haidang_serve',
  identity: 'haidang_identity',
};
