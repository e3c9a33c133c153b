import { z } from 'zod';
import { Id, Time } from './common.js';
import { ContainerNumber } from './transits.js';

/** The fields of `POST /evidence` beside the file. */
export const EvidenceFields = z
  .object({
    facilityId: Id.optional(),
    gateId: Id.optional(),
    passageId: z.string().min(1).max(100).optional(),
    container: ContainerNumber.optional(),
    transitId: Id.optional().meta({ description: 'who carries it shows something of its way' }),
    takenAt: Time.optional(),
  })
  .refine(({ facilityId, gateId, transitId }) => (facilityId ?? gateId ?? transitId) !== undefined, {
    message: 'a facility, a gate or a transit is wanted',
  })
  .refine(({ passageId, gateId }) => passageId === undefined || gateId !== undefined, {
    path: ['gateId'],
    message: 'a passage is known by its gate',
  });

/** The form as it is sent. */
export const EvidenceForm = z.object({
  ...EvidenceFields.shape,
  file: z.string().meta({ format: 'binary', description: 'a JPEG, PNG, WebP or PDF' }),
});

export interface EvidenceView {
  id: string;
  /** SHA-256 of the content, in hexadecimal. */
  sha256: string;
  bytes: number;
  type: string;
  facilityId: string;
  gateId?: string;
  cameraId?: string;
  passageId?: string;
  container?: string;
  transitId?: string;
  takenAt: string;
  uploadedBy?: string;
  createdAt: string;
}

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });

export const EvidenceAnswer: z.ZodType<EvidenceView> = z
  .object({
    id: z.uuid(),
    sha256: text.meta({ description: 'of the content, in hexadecimal; the ledger has it too' }),
    bytes: z.int().min(1),
    type: text.meta({ description: 'what the content was found to be' }),
    facilityId: text,
    gateId: text.exactOptional(),
    cameraId: text.exactOptional(),
    passageId: text.exactOptional(),
    container: text.exactOptional(),
    transitId: text.exactOptional(),
    takenAt: time,
    uploadedBy: text.exactOptional().meta({ description: 'the id of a person; a camera’s has none' }),
    createdAt: time,
  })
  .meta({ id: 'Evidence' });
