import {
  AFTER_EXPIRY,
  CHANNELS,
  DECLARATION_STATUSES,
  ELIGIBILITY_ACTS,
  ELIGIBILITY_STATES,
  LISTED_HOLDS,
  MANIFEST_FORMS,
  MEANS,
  normalisePlate,
  NOTICE_FORMS,
  PURPOSES,
  RECEIPT_STATUSES,
  STAY_STATES,
  TRANSIT_STATES,
  TRANSPORT_MODES,
  type EligibilityAct,
} from '@haidang/domain';
import { z } from 'zod';
import { Id, Time } from './common.js';
import { ExportedAnswer, LoadedAnswer } from './export.js';
import { ContainerNumber } from './transits.js';

/** The most lines of one call; a message to a port has at most {@link MAX_NOTICE_LINES}. */
export const MAX_LINES = 10_000;
export const MAX_NOTICE_LINES = 500;

/** The version of the messages' form. It grows, and does not break: another number would be another form. */
export const NOTICE_VERSION = 1;

export const PaperNumber = z.string().trim().min(1).max(50);
const SealNumber = z.string().trim().min(1).max(50);
const Plate = z
  .string()
  .max(20)
  .transform(normalisePlate)
  .refine((plate) => plate !== '', { message: 'a plate has letters or digits' })
  .meta({ description: 'separators do not count' });
const Reason = z.string().trim().min(1).max(500);

/** Goods that are in no container. */
export const BulkGoods = z.object({
  description: z.string().trim().min(1).max(500),
  quantity: z.number().positive().optional(),
  unit: z
    .string()
    .trim()
    .min(1)
    .max(20)
    .optional()
    .meta({ description: 'what quantity counts: bao, kiện, m3' }),
  weight: z.number().positive().optional().meta({ description: 'kilograms' }),
});
export type BulkGoods = z.infer<typeof BulkGoods>;

/** What a declaration of export brings in, and where. */
const ExportGoods = z.object({
  facilityId: Id.meta({ description: 'where they are brought in; one of the own' }),
  departure: PaperNumber.optional().meta({
    description: "the number of the vessel's departure, where it is known",
  }),
  containers: z
    .array(
      z.object({
        container: ContainerNumber,
        carrierSeal: SealNumber.optional(),
        plate: Plate.optional(),
      }),
    )
    .min(1)
    .max(1_000),
});

/** `POST /declarations`: one, or `{ lines: […] }`; one that is known is replaced. */
export const DeclarationBody = z
  .object({
    number: PaperNumber,
    officeId: Id.optional().meta({
      description: 'who answers for it; left out: the office of who enters it',
    }),
    purpose: z.enum(PURPOSES),
    channel: z.enum(CHANNELS),
    status: z.enum(DECLARATION_STATUSES).default('registered'),
    goodsNumber: PaperNumber.optional().meta({ description: 'goods-management number' }),
    companyId: PaperNumber.optional().meta({ description: 'tax number' }),
    companyName: z.string().trim().min(1).max(200).optional(),
    registeredAt: Time,
    export: ExportGoods.optional().meta({
      description:
        'of purpose export: its containers, which are expected from now on; left out, those that it named before are',
    }),
  })
  .refine((body) => body.export === undefined || body.purpose === 'export', {
    path: ['export'],
    message: 'a declaration of export alone brings in what is exported',
  });
export type DeclarationBody = z.infer<typeof DeclarationBody>;

const Header = z.object({
  facilityId: Id,
  number: PaperNumber.meta({ description: 'of the vessel call, the train, the warehouse’s list' }),
  version: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .meta({ description: 'a higher one replaces what was said before' }),
  means: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'vessel and voyage, train, barge' }),
  mode: z.enum(TRANSPORT_MODES).optional().meta({
    description: 'left out: as containers come to a facility of that kind',
  }),
  dueAt: Time.optional().meta({ description: 'when the vessel berths; when what comes is due' }),
});
const lines = <T extends z.ZodType>(line: T) => z.array(line).min(1).max(MAX_LINES);

/** A container that will come. */
export const ExpectedLine = z.object({
  container: ContainerNumber,
  purpose: z.enum(PURPOSES).optional().meta({ description: 'left out: import; of form 08: warehouse' }),
  declaration: PaperNumber.optional(),
  carrierSeal: SealNumber.optional(),
  plate: Plate.optional(),
});
export type ExpectedLine = z.infer<typeof ExpectedLine>;
const ScanLine = z.object({ container: ContainerNumber });
const LoadedLine = z.object({
  container: ContainerNumber,
  declaration: PaperNumber.optional(),
  carrierSeal: SealNumber.optional(),
  customsSeal: SealNumber.optional(),
});

/** `POST /manifests`: its form says what its lines are. */
export const ManifestBody = z.discriminatedUnion('form', [
  Header.extend({
    form: z.literal('01'),
    lines: z.array(ExpectedLine).max(MAX_LINES).meta({
      description: 'none, of a first version with a time: the call is announced, and its list is due',
    }),
  }).refine((list) => list.lines.length > 0 || list.dueAt !== undefined, {
    path: ['lines'],
    message: 'a list has lines, or a call that is announced has its time',
  }),
  Header.extend({ form: z.literal('02'), lines: lines(BulkGoods) }),
  Header.extend({
    form: z.literal('03'),
    call: PaperNumber.optional().meta({
      description: 'the number of the list of form 01 that it is about; left out: its own',
    }),
    lines: z.array(ScanLine).max(MAX_LINES).meta({ description: 'none: nothing is scanned' }),
  }),
  Header.extend({ form: z.literal('08'), lines: lines(ExpectedLine) }),
  Header.extend({
    form: z.literal('departure'),
    loadedAt: Time.optional().meta({ description: 'when the loading ended; left out: now' }),
    lines: lines(LoadedLine),
  }),
]);
export type ManifestBody = z.infer<typeof ManifestBody>;
export type LoadedBody = Extract<ManifestBody, { form: 'departure' }>;

const Passing = z.object({
  facilityId: Id,
  declaration: PaperNumber,
  plate: Plate.optional(),
  carrierSeal: SealNumber.optional(),
  customsSeal: SealNumber.optional(),
  officerConfirmed: z.boolean().default(true).meta({ description: 'an officer looked at it' }),
  validUntil: Time.optional(),
});

/** `POST /eligibility`: one, or `{ lines: […] }` with up to 10,000 of them, all or none. */
export const EligibilityBody = z.discriminatedUnion('form', [
  Passing.extend({ form: z.literal('04'), container: ContainerNumber }),
  Passing.extend({ form: z.literal('05'), goods: BulkGoods }),
]);
export type EligibilityBody = z.infer<typeof EligibilityBody>;

/** `POST /eligibility/{id}/suspend`, `/resume`, `/cancel`. */
export const EligibilityActBody = z.object({ reason: Reason });

/** `POST /eligibility/changes`: the same of up to 10,000, all or none. */
export const EligibilityChangesBody = z.object({
  act: z.enum(Object.keys(ELIGIBILITY_ACTS) as [EligibilityAct, ...EligibilityAct[]]),
  reason: Reason,
  lines: z
    .array(z.object({ id: z.uuid() }))
    .min(1)
    .max(MAX_LINES),
});
export type EligibilityChangesBody = z.infer<typeof EligibilityChangesBody>;

/** `POST /notices/{id}/receipt`; by MQTT the same with `noticeId`. */
export const ReceiptBody = z
  .object({
    time: Time.optional().meta({ description: 'left out: now' }),
    status: z.enum(RECEIPT_STATUSES),
    reason: Reason.optional(),
  })
  .refine(({ status, reason }) => status === 'received' || reason !== undefined, {
    path: ['reason'],
    message: 'who refuses a message says why',
  });

const text = z.string();
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const maybe = <T extends z.ZodType>(schema: T) => schema.exactOptional();
const act = z.enum(Object.keys(ELIGIBILITY_ACTS) as [EligibilityAct, ...EligibilityAct[]]);
const goods = z.object({
  description: text,
  quantity: z.number().optional(),
  unit: text.optional(),
  weight: z.number().optional(),
});

export const DeclarationAnswer = z
  .object({
    number: text,
    officeId: text,
    purpose: z.enum(PURPOSES),
    channel: z.enum(CHANNELS),
    status: z.enum(DECLARATION_STATUSES),
    goodsNumber: maybe(text),
    companyId: maybe(text),
    companyName: maybe(text),
    registeredAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Declaration' });
export type DeclarationView = z.infer<typeof DeclarationAnswer>;
export const WholeDeclarationAnswer = DeclarationAnswer.extend({
  exported: maybe(z.array(ExportedAnswer)).meta({
    description:
      'of export: its containers, as far as they are at places of the own, and how far each has come',
  }),
}).meta({ id: 'WholeDeclaration' });
export type WholeDeclarationView = z.infer<typeof WholeDeclarationAnswer>;

/** What became of a call with many lines: in their order. */
export const LinesAnswer = z
  .object({
    count: z.int(),
    ids: z.array(text).meta({ description: 'one a line, in their order' }),
    notices: z.array(text).meta({ description: 'the messages by which ports were told' }),
  })
  .meta({ id: 'LinesTaken' });
export type LinesView = z.infer<typeof LinesAnswer>;

export const ExpectedAnswer = z
  .object({
    id: text,
    facilityId: text,
    container: text,
    purpose: z.enum(PURPOSES),
    manifestId: maybe(text),
    declaration: maybe(text),
    carrierSeal: maybe(text),
    plate: maybe(text),
    scanOrdered: z.boolean(),
    dueAt: maybe(time),
    state: text.meta({ description: 'expected; cancelled; or what became of it' }),
    settledAt: maybe(time),
  })
  .meta({ id: 'Expected' });
export type ExpectedView = z.infer<typeof ExpectedAnswer>;

const manifest = z.object({
  id: text,
  form: z.enum(MANIFEST_FORMS),
  facilityId: text,
  number: text,
  version: z.int(),
  means: maybe(text),
  mode: maybe(z.enum(TRANSPORT_MODES)),
  dueAt: maybe(time),
  lines: z.int(),
  createdAt: time,
});
export const ManifestAnswer = manifest.meta({ id: 'Manifest' });
export type ManifestView = z.infer<typeof ManifestAnswer>;
export const WholeManifestAnswer = manifest
  .extend({
    expected: z
      .array(ExpectedAnswer)
      .meta({ description: 'forms 01 and 08, also what a later version took back' }),
    goods: maybe(z.array(goods)).meta({ description: 'form 02' }),
    scans: maybe(z.array(text)).meta({ description: 'form 03: container numbers' }),
    loaded: maybe(z.array(LoadedAnswer)).meta({ description: 'of a departure' }),
  })
  .meta({ id: 'WholeManifest' });
export type WholeManifestView = z.infer<typeof WholeManifestAnswer>;

export const EligibilityAnswer = z
  .object({
    id: z.uuid(),
    form: z.enum(['04', '05']),
    facilityId: text,
    declaration: text,
    container: maybe(text),
    goods: maybe(goods),
    plate: maybe(text),
    carrierSeal: maybe(text),
    customsSeal: maybe(text),
    officerConfirmed: z.boolean(),
    state: z.enum(ELIGIBILITY_STATES),
    reason: maybe(text).meta({ description: 'of the last suspension, resumption or cancellation' }),
    validUntil: maybe(time),
    issuedAt: time,
    changedAt: time,
    usedAt: maybe(time),
    usedGate: maybe(text),
    usedPassage: maybe(text),
    noticeId: maybe(text).meta({ description: 'the message by which the port was told' }),
    token: text.meta({ description: 'what its QR code holds: a compact JWS (EdDSA)' }),
  })
  .meta({ id: 'Eligibility' });
export type EligibilityView = z.infer<typeof EligibilityAnswer>;

export const StayAnswer = z
  .object({
    id: text,
    facilityId: text,
    container: text,
    purpose: maybe(z.enum(PURPOSES)),
    state: z.enum(STAY_STATES),
    mode: maybe(z.enum(TRANSPORT_MODES)),
    carrierSeal: maybe(text),
    scanOrdered: z.boolean(),
    scannedAt: maybe(time),
    inAt: time,
    outAt: maybe(time),
  })
  .meta({ id: 'Stay' });
export type StayView = z.infer<typeof StayAnswer>;

/** What the QR code of an eligibility says, once its signature is checked. */
export interface TokenContent {
  id: string;
  facility: string;
  declaration: string;
  container?: string;
  goods?: string;
  carrierSeal?: string;
  customsSeal?: string;
  plate?: string;
  validUntil?: string;
}

const listed = z.object({
  container: maybe(text),
  goods: maybe(goods),
  carrierSeal: maybe(text),
  customsSeal: maybe(text),
  plate: maybe(text),
  officerConfirmed: z.boolean(),
  validUntil: maybe(time),
  token: text,
});

const listedHolds = z.array(z.enum(LISTED_HOLDS));

/** `GET /facilities/{id}/eligible-list`; `signature`: a detached JWS over the rest (docs/papers.md). */
export const EligibleListAnswer = z
  .object({
    id: text.meta({ description: 'names the content: the same list has the same' }),
    facilityId: text,
    at: time,
    expiresAt: time,
    afterExpiry: z.enum(AFTER_EXPIRY).meta({ description: "what the facility's gates do with it then" }),
    declarations: z.array(
      z.object({
        number: text,
        status: z.enum(DECLARATION_STATUSES),
        channel: z.enum(CHANNELS),
        goodsNumber: maybe(text),
        lines: z.array(
          listed.extend({
            holds: maybe(listedHolds).meta({ description: 'what speaks against it all the same' }),
          }),
        ),
      }),
    ),
    transits: z
      .array(
        z.object({
          container: text,
          number: text,
          sealId: maybe(text),
          carrierSeal: maybe(text),
          plate: text.meta({ description: "or a barge's or train's name" }),
          means: z.enum(MEANS),
          state: z.enum(TRANSIT_STATES),
          approved: z.boolean(),
          comes: z.boolean().meta({ description: 'it is on its way here' }),
          holds: maybe(listedHolds),
        }),
      )
      .meta({ description: 'what travels on a transit from here or to here' }),
    expected: z.array(
      z.object({
        container: text,
        purpose: z.enum(PURPOSES),
        carrierSeal: maybe(text),
        plate: maybe(text),
      }),
    ),
    signature: text,
  })
  .meta({ id: 'EligibleList' });
export type EligibleListView = z.infer<typeof EligibleListAnswer>;

const told = z.object({
  id: z.uuid(),
  version: z.literal(NOTICE_VERSION),
  facilityId: text,
  time,
  signature: text.meta({ description: 'a detached JWS over the rest' }),
});
const ofManifest = z.object({
  id: text,
  number: text,
  version: z.int(),
  means: maybe(text),
  dueAt: maybe(time),
  part: z.int().meta({ description: 'of `parts`, from 1' }),
  parts: z.int(),
});
const expectedTold = z.object({
  container: text,
  purpose: z.enum(PURPOSES),
  declaration: maybe(text),
  carrierSeal: maybe(text),
  plate: maybe(text),
});
const eligibleTold = listed.extend({ id: z.uuid(), declaration: text });
const changeTold = z.object({
  id: z.uuid(),
  act,
  reason: text,
  declaration: text,
  container: maybe(text),
  goods: maybe(goods),
});
const setApartTold = z.object({
  case: text.meta({ description: 'its number' }),
  caseId: z.uuid(),
  order: z.enum(['segregate', 'release']).meta({ description: 'set it apart, or it is free again' }),
  container: text,
  reason: text,
});

/** A message of customs to a port; it travels by MQTT in this form. */
export const NoticeMessage = z
  .discriminatedUnion('form', [
    told.extend({ form: z.literal('01'), manifest: ofManifest, lines: z.array(expectedTold) }),
    told.extend({ form: z.literal('02'), manifest: ofManifest, lines: z.array(goods) }),
    told.extend({
      form: z.literal('03'),
      manifest: ofManifest,
      lines: z.array(z.object({ container: text })),
    }),
    told.extend({ form: z.literal('04'), lines: z.array(eligibleTold) }),
    told.extend({ form: z.literal('05'), lines: z.array(eligibleTold) }),
    told.extend({ form: z.literal('06'), lines: z.array(changeTold) }),
    told.extend({ form: z.literal('07'), lines: z.array(changeTold) }),
    told.extend({ form: z.literal('08'), manifest: ofManifest, lines: z.array(expectedTold) }),
    told.extend({ form: z.literal('case'), lines: z.array(setApartTold) }),
  ])
  .meta({ id: 'NoticeMessage', type: 'object' });
export type NoticeMessage = z.infer<typeof NoticeMessage>;

const notice = z.object({
  id: z.uuid(),
  form: z.enum(NOTICE_FORMS),
  facilityId: text,
  time,
  lines: z.int().meta({ description: 'how many' }),
  containers: z.array(text).meta({ description: 'the first hundred that it is about' }),
  act: maybe(act).meta({ description: 'of forms 06 and 07' }),
  receipt: maybe(z.object({ status: z.enum(RECEIPT_STATUSES), time, at: time, reason: maybe(text) })).meta({
    description: 'missing: it waits for one. `time`: as the port says; `at`: when the platform took it',
  }),
});

/** A message and whether the port has it; over the live feed as well. */
export const NoticeAnswer = notice.meta({ id: 'Notice' });
export type NoticeView = z.infer<typeof NoticeAnswer>;
export const WholeNoticeAnswer = notice.extend({ message: NoticeMessage }).meta({ id: 'WholeNotice' });
export type WholeNoticeView = z.infer<typeof WholeNoticeAnswer>;

/** `GET /signing-keys`: with which the platform signs, as a JSON Web Key Set (RFC 7517). */
export const SigningKeysAnswer = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: text,
        kid: text,
        alg: z.literal('EdDSA'),
        use: z.literal('sig'),
      }),
    ),
  })
  .meta({ id: 'SigningKeys' });
export type SigningKeysView = z.infer<typeof SigningKeysAnswer>;

/** `POST /scans`: a container of the scan list (form 03) was scanned, and may leave as far as that goes. */
export const ScanBody = z.object({
  facilityId: Id,
  container: ContainerNumber,
  at: Time.optional().meta({ description: 'when it was scanned; now where it is not said' }),
});

export interface ScanView {
  facilityId: string;
  container: string;
  scannedAt: string;
}

export const ScanAnswer: z.ZodType<ScanView> = z
  .object({ facilityId: z.string(), container: z.string(), scannedAt: z.string() })
  .meta({ id: 'Scan' });
