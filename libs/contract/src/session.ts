import { ROLES, type Role } from '@haidang/domain';
import { z } from 'zod';
import { Id } from './common.js';

/** Letters, digits and `._@-`; case does not matter. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/, { message: 'letters, digits and ._@- only, 1 to 64 of them' });

/** What may be set as a password: length counts, nothing else is demanded of it. */
export const NewPassword = z.string().min(12).max(200);

/** `POST /session`. `totp`: six digits of the authenticator, or a recovery code. */
export const SignIn = z.object({
  username: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
  totp: z.string().trim().min(6).max(20).optional(),
});
export type SignIn = z.infer<typeof SignIn>;

/** `POST /session/password`: a new one in the place of one's own. */
export const ChangePassword = z.object({ password: z.string().min(1).max(200), next: NewPassword });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** What somebody signed in must do before anything else. */
export const DUTIES = ['change_password', 'enrol_second_factor'] as const;
export type Duty = (typeof DUTIES)[number];

export interface PersonView {
  id: string;
  username: string;
  name: string;
  role: Role;
  organisation: { id: string; name: string; kind: string };
}

/** Who is signed in. */
export interface SessionView {
  id: string;
  person: PersonView;
  /** Until it is done, every other call is refused. */
  must: Duty | null;
  /** Whether a second factor is enrolled. */
  secondFactor: boolean;
  how: 'password' | 'directory' | 'platform';
  signedInAt: string;
  expiresAt: string;
}

/** The token is told once; a browser has the cookie instead. */
export interface SignedInView extends SessionView {
  token: string;
}

const text = z.string();
const time = z.string().meta({ format: 'date-time', description: 'UTC with milliseconds' });

const session = z.object({
  id: z.uuid(),
  person: z.object({
    id: z.uuid(),
    username: text,
    name: text,
    role: z.enum(ROLES),
    organisation: z.object({ id: Id, name: text, kind: text }),
  }),
  must: z
    .enum(DUTIES)
    .nullable()
    .meta({ description: 'what has to be done first: until then every other call is refused' }),
  secondFactor: z.boolean().meta({ description: 'whether a second factor is enrolled' }),
  how: z.enum(['password', 'directory', 'platform']),
  signedInAt: time,
  expiresAt: time,
});
export const SessionAnswer: z.ZodType<SessionView> = session.meta({ id: 'Session' });
export const SignedInAnswer: z.ZodType<SignedInView> = session
  .extend({ token: text.meta({ description: 'for `Authorization: Bearer`; it is told once' }) })
  .meta({ id: 'SignedIn' });
