import { z } from 'zod';
import { Id } from './common.js';
import { DEVICE_KINDS } from './values.js';

export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** What a device can do with its credentials now: nothing was issued; issued and never used; in use; only until a time; all ended. */
export const CREDENTIAL_STATES = ['none', 'unused', 'used', 'ending', 'ended'] as const;
export type CredentialState = (typeof CREDENTIAL_STATES)[number];

/** Lines of one import, at most. */
export const MOST_DEVICES = 10_000;

/** `any`: whatever certificate of the devices' authority carries the name; else the SHA-256 fingerprint of the one that is meant. */
const Certificate = z.string().regex(/^(any|(?:[0-9A-Fa-f]{2}:?){32})$/, {
  message: '`any`, or a SHA-256 fingerprint of 64 hexadecimal digits',
});

/** `POST /devices`. `name`: of a forwarder, where an organisation has several; any other device has its id for a name. */
export const NewDevice = z
  .object({
    kind: z.enum(DEVICE_KINDS),
    id: Id.meta({ description: 'of the seal, gate or camera; of a forwarder, of its organisation' }),
    name: Id.optional(),
    certificate: Certificate.optional(),
  })
  .refine(({ kind, id, name }) => kind === 'forwarder' || name === undefined || name === id, {
    path: ['name'],
    message: 'only a forwarder has a name of its own',
  });
export type NewDevice = z.infer<typeof NewDevice>;

/** `POST /devices/{name}/rotate`: the credential before is good until the new one is used, and so many days at most. */
export const RotateDevice = z.object({
  days: z.number().min(0).max(365).default(7),
  certificate: Certificate.optional(),
});

/** `POST /devices/{name}/revoke`. `credentialId`: only that one. */
export const RevokeDevice = z.object({
  reason: z.string().trim().min(1).max(500),
  credentialId: z.uuid().optional(),
});

export interface CredentialView {
  id: string;
  method: 'secret' | 'certificate';
  issuedAt: string;
  /** Its first use. */
  usedAt: string | null;
  endsAt: string | null;
  revokedAt: string | null;
  revokedFor: string | null;
}

export interface DeviceView {
  name: string;
  kind: DeviceKind;
  /** The seal, gate, camera or organisation it speaks for. */
  subject: string;
  /** Whose it is, by the register; null of a camera that the register does not know. */
  organisationId: string | null;
  state: CredentialState;
  /** Of a seal: when it was last heard; of a gate: when its newest passage came in. */
  heardAt: string | null;
  /** The newest first; never a secret. */
  credentials: CredentialView[];
}

/** `secret` is told once; of a certificate there is none. */
export interface IssuedDeviceView extends DeviceView {
  secret?: string;
}

export interface IssuedSecret {
  name: string;
  kind: DeviceKind;
  secret?: string;
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const secret = text.meta({
  description: 'it is told once, kept nowhere, and not told again when an Idempotency-Key is repeated',
});
const device = z.object({
  name: text,
  kind: z.enum(DEVICE_KINDS),
  subject: text,
  organisationId: text.nullable(),
  state: z.enum(CREDENTIAL_STATES),
  heardAt: time.nullable(),
  credentials: z.array(
    z.object({
      id: z.uuid(),
      method: z.enum(['secret', 'certificate']),
      issuedAt: time,
      usedAt: time.nullable(),
      endsAt: time.nullable(),
      revokedAt: time.nullable(),
      revokedFor: text.nullable(),
    }),
  ),
});
export const DeviceAnswer: z.ZodType<DeviceView> = device.meta({ id: 'Device' });
export const IssuedDeviceAnswer: z.ZodType<IssuedDeviceView> = device
  .extend({ secret: secret.exactOptional() })
  .meta({ id: 'IssuedDevice' });
export const IssuedSecrets: z.ZodType<{ items: IssuedSecret[] }> = z
  .object({
    items: z.array(z.object({ name: text, kind: z.enum(DEVICE_KINDS), secret: secret.exactOptional() })),
  })
  .meta({ id: 'IssuedSecrets' });
