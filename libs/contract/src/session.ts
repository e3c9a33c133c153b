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
  totp: z.string().trim().min(6).max(40).optional(),
});
export type SignIn = z.infer<typeof SignIn>;

/** `POST /session/password`: a new one in the place of one's own. */
export const ChangePassword = z.object({ password: z.string().min(1).max(200), next: NewPassword });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** The present password, for what a stranger at an open desk must not do. */
export const OwnPassword = z.object({ password: z.string().min(1).max(200) });
export type OwnPassword = z.infer<typeof OwnPassword>;

/** `POST /session/second-factor/confirm`: six digits of the authenticator. */
export const ConfirmSecondFactor = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{3} ?\d{3}$/, { message: 'six digits' }),
});
export type ConfirmSecondFactor = z.infer<typeof ConfirmSecondFactor>;

/** What an authenticator is set up with: `uri` as a QR code, `secret` by hand. */
export interface SecondFactorView {
  secret: string;
  uri: string;
}

/** Each serves once in the authenticator's place. */
export interface RecoveryCodesView {
  recoveryCodes: string[];
}

/** One of one's own sessions. */
export interface OwnSessionView {
  id: string;
  /** The one that asks. */
  isThis: boolean;
  how: 'password' | 'directory' | 'platform';
  address: string;
  /** The browser's own words. */
  agent?: string;
  signedInAt: string;
  usedAt: string;
  expiresAt: string;
}

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

/** `GET /session/who`: for a page that begins and does not know; `null`: nobody. */
export interface WhoView {
  session: SessionView | null;
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
export const WhoAnswer: z.ZodType<WhoView> = z
  .object({ session: SessionAnswer.nullable().meta({ description: '`null`: nobody is signed in' }) })
  .meta({ id: 'Who' });
export const SignedInAnswer: z.ZodType<SignedInView> = session
  .extend({ token: text.meta({ description: 'for `Authorization: Bearer`; it is told once' }) })
  .meta({ id: 'SignedIn' });

export const SecondFactorAnswer: z.ZodType<SecondFactorView> = z
  .object({ secret: text, uri: text.meta({ description: '`otpauth://…`' }) })
  .meta({ id: 'SecondFactor' });
export const RecoveryCodesAnswer: z.ZodType<RecoveryCodesView> = z
  .object({ recoveryCodes: z.array(text) })
  .meta({ id: 'RecoveryCodes' });
export const OwnSessionsAnswer: z.ZodType<{ items: OwnSessionView[] }> = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        isThis: z.boolean(),
        how: z.enum(['password', 'directory', 'platform']),
        address: text,
        agent: text.exactOptional(),
        signedInAt: time,
        usedAt: time,
        expiresAt: time,
      }),
    ),
  })
  .meta({ id: 'OwnSessions' });
