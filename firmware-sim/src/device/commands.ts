import { formatInstant, type Instant } from '@haidang/domain';
import { z } from 'zod';
import type { SealDevice } from './seal-device.js';

/** What a seal can be told. `id` comes back in the reply. */
const Command = z.discriminatedUnion('kind', [
  /** Report a position now. */
  z.object({ id: z.string().optional(), kind: z.literal('locate') }),
  /** From now on record a fix every `seconds`. */
  z.object({ id: z.string().optional(), kind: z.literal('interval'), seconds: z.int().min(1).max(3600) }),
]);

export interface Reply {
  readonly id?: string | undefined;
  readonly kind?: string;
  readonly ok: boolean;
  readonly time: string;
  readonly error?: string;
}

/** Obeys a command, and says so. A command that cannot be read is answered with what is wrong with it. */
export function obey(device: SealDevice, payload: Buffer, now: Instant): Reply {
  const time = formatInstant(now);
  const command = readCommand(payload);
  if (typeof command === 'string') return { ok: false, time, error: command };
  if (command.kind === 'interval') device.interval = command.seconds;
  else device.locate();
  return { id: command.id, kind: command.kind, ok: true, time };
}

function readCommand(payload: Buffer): z.infer<typeof Command> | string {
  try {
    const parsed = Command.safeParse(JSON.parse(payload.toString()));
    return parsed.success ? parsed.data : z.prettifyError(parsed.error);
  } catch {
    return 'not JSON';
  }
}
