import { ROLES, type Role } from '@haidang/domain';
import { z } from 'zod';
import { Id, Name } from './common.js';
import { Username } from './session.js';

/** `POST /users`. `withoutPassword`: signs in by the authority's directory alone. */
export const NewUser = z.object({
  username: Username,
  name: Name,
  role: z.enum(ROLES),
  organisationId: Id,
  withoutPassword: z.boolean().default(false),
});
export type NewUser = z.infer<typeof NewUser>;

/** What of a user may be changed; a disabled one cannot sign in, and what they did stays. */
export const UserFields = z.object({
  name: Name,
  role: z.enum(ROLES),
  organisationId: Id,
  disabled: z.boolean(),
});
export type UserFields = z.infer<typeof UserFields>;

export interface UserView {
  id: string;
  username: string;
  name: string;
  role: Role;
  organisationId: string;
  disabled: boolean;
  /** The password was given by somebody else and must be changed at the next sign-in. */
  mustChange: boolean;
  secondFactor: boolean;
  createdAt: string;
  signedInAt: string | null;
}

/** `oneTimePassword` is told once. */
export interface MadeUserView extends UserView {
  oneTimePassword?: string;
}

export interface OneTimePasswordView {
  oneTimePassword: string;
}

const text = z.string();
const time = z.string().meta({ format: 'date-time', description: 'UTC with milliseconds' });
const user = z.object({
  id: z.uuid(),
  username: text,
  name: text,
  role: z.enum(ROLES),
  organisationId: text,
  disabled: z.boolean(),
  mustChange: z.boolean().meta({ description: 'the password was given by somebody else' }),
  secondFactor: z.boolean(),
  createdAt: time,
  signedInAt: time.nullable(),
});
const oneTimePassword = text.meta({
  description:
    'to be changed at the first sign-in; it is told once, and not when an Idempotency-Key is repeated',
});
export const UserAnswer: z.ZodType<UserView> = user.meta({ id: 'User' });
export const MadeUserAnswer: z.ZodType<MadeUserView> = user
  .extend({ oneTimePassword: oneTimePassword.exactOptional() })
  .meta({ id: 'MadeUser' });
export const OneTimePasswordAnswer: z.ZodType<OneTimePasswordView> = z
  .object({ oneTimePassword })
  .meta({ id: 'OneTimePassword' });
