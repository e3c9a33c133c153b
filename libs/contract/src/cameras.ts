import {
  CAMERA_CLOCKS,
  CAMERA_FAULTS,
  CAMERA_MAKERS,
  CAMERA_READS,
  CAMERA_SETTLES,
  isTimeZone,
  VIETNAM_TIME,
  type CameraFault,
} from '@haidang/domain';
import { z } from 'zod';
import { DecisionAnswer } from './answers.js';
import { Id, Name } from './common.js';
import type { DecisionView } from './gates.js';

/** A camera of the register. What each setting does stands in docs/cameras.md. */
export const Camera = z.object({
  id: Id,
  name: Name,
  gateId: Id,
  maker: z.enum(CAMERA_MAKERS),
  channel: z.string().min(1).max(100).optional().meta({
    description: "the maker's own name of the camera, where one sender speaks for several",
  }),
  direction: z.enum(['in', 'out']).meta({ description: 'which way those pass that it sees' }),
  bothWays: z.boolean().default(false).meta({
    description: 'those that move away from it, as it says itself, pass the other way',
  }),
  lane: z.string().min(1).max(20).optional().meta({ description: 'where the camera does not say' }),
  reads: z.enum(CAMERA_READS).default('plate'),
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, { message: 'not an IANA time zone' })
    .default(VIETNAM_TIME)
    .meta({ description: 'IANA name: of every time without an offset' }),
  clock: z.enum(CAMERA_CLOCKS).default('said').meta({
    description:
      'said: its times are true; local: its digits are local time, whatever stands beside them; none: arrival counts',
  }),
  settles: z.enum(CAMERA_SETTLES).default('read').meta({
    description:
      'read: a vehicle counts once its number is read for sure; left: when it has left the picture',
  }),
});
export type Camera = z.infer<typeof Camera>;

/** `GET /cameras/{id}/health`. */
export interface CameraHealthView {
  cameraId: string;
  faults: CameraFault[];
  /** Passages that it is judged by, at most the last fifty. */
  passages: number;
  /** Shares from 0 to 1; left out while there are no passages. */
  unread?: number;
  doubtful?: number;
  /** Median of arrival less the camera's time, milliseconds. */
  behind?: number;
  lastSeenAt?: string;
}

const share = z.number().min(0).max(1);

export const CameraHealthAnswer: z.ZodType<CameraHealthView> = z
  .object({
    cameraId: z.string(),
    faults: z.array(z.enum(CAMERA_FAULTS)),
    passages: z.int().min(0).meta({ description: 'that it is judged by, at most the last fifty' }),
    unread: share.exactOptional().meta({ description: 'share of passages without a number' }),
    doubtful: share.exactOptional().meta({
      description: 'share of numbers read with little confidence, or whose check digit is wrong',
    }),
    behind: z.number().exactOptional().meta({
      description: "median of arrival less the camera's own time, milliseconds",
    }),
    lastSeenAt: z.string().exactOptional().meta({ format: 'date-time' }),
  })
  .meta({ id: 'CameraHealth' });

/** What a camera that pushes by HTTP is answered. */
export interface CameraEventView {
  decisions: DecisionView[];
  /** Why it was not taken: it is kept in the quarantine, and sending it again would change nothing. */
  refused?: { code: string; detail: string };
}

export const CameraEventAnswer: z.ZodType<CameraEventView> = z
  .object({
    decisions: z.array(DecisionAnswer).meta({ description: 'one a vehicle; none for what is about none' }),
    refused: z
      .object({ code: z.string(), detail: z.string() })
      .exactOptional()
      .meta({ description: 'it was not understood: it is kept in the quarantine, and would be again' }),
  })
  .meta({ id: 'CameraEvent' });
