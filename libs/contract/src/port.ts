import {
  CORRECTS,
  PORT_FLAGS,
  PORT_FORMS,
  PORT_MESSAGE_STATES,
  PORT_WAYS,
  PURPOSES,
  type PortFlag,
  type PortForm,
  type PortMessageState,
  type PortWay,
} from '@haidang/domain';
import { z } from 'zod';
import { Id, Time } from './common.js';
import { ContainerNumber } from './transits.js';

const text = (most: number) => z.string().trim().min(1).max(most);
const Reason = text(500);
const SealNumber = text(50);
const Plate = text(20);
const Declaration = text(50);

/** The port's own reference: unique by facility and form. */
export const PortNumber = text(100);

export const Goods = z.object({
  description: text(500).optional(),
  packages: z.int().min(0).max(10_000_000).optional(),
  packageKind: text(50).optional(),
  grossKg: z.number().min(0).max(1e9).optional().meta({ description: 'kilograms' }),
});

const common = {
  version: z.literal(1).default(1).meta({ description: 'of the form' }),
  number: PortNumber.meta({ description: "the port's own reference: unique by facility and form" }),
  facilityId: Id,
  at: Time.meta({ description: 'when it happened' }),
  note: text(500).optional(),
};
const corrects = {
  corrects: PortNumber.meta({ description: 'the number of the report it corrects' }),
  reason: Reason,
};
const form = <F extends PortForm, T extends z.ZodRawShape>(number: F, shape: T) =>
  z.object({ form: z.literal(number), ...common, ...shape });

const Landed = form('14', {
  container: ContainerNumber,
  purpose: z.enum(PURPOSES).optional(),
  carrierSeal: SealNumber.optional(),
  customsSeal: SealNumber.optional(),
  plate: Plate.optional(),
  means: text(200).optional().meta({ description: 'the vessel, train or barge it came by' }),
  declaration: Declaration.optional(),
  goods: Goods.optional(),
});
const BulkLanded = form('15', {
  goods: Goods,
  means: text(200).optional(),
  declaration: Declaration.optional(),
});
const LandingChanged = form('16', {
  ...corrects,
  changes: z
    .object({
      at: Time.optional(),
      carrierSeal: SealNumber.optional(),
      purpose: z.enum(PURPOSES).optional(),
      goods: Goods.optional(),
    })
    .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
      message: 'a change is wanted',
    }),
});
const LandingCancelled = form('17', corrects);
const Discrepancy = form('18', {
  container: ContainerNumber,
  kind: z.enum(['number', 'carrier_seal', 'damage', 'not_on_list', 'other']),
  expected: text(200).optional(),
  found: text(200).optional(),
  goods: Goods.optional(),
});
const BulkDiscrepancy = form('19', {
  kind: z.enum(['quantity', 'damage', 'not_on_list', 'other']),
  goods: Goods,
  declaration: Declaration.optional(),
  expected: text(200).optional(),
  found: text(200).optional(),
});
const Emptied = form('20', {
  container: ContainerNumber,
  goods: Goods.optional(),
  declaration: Declaration.optional(),
});
const Out = form('21', {
  container: ContainerNumber,
  plate: Plate.optional(),
  carrierSeal: SealNumber.optional(),
  customsSeal: SealNumber.optional(),
  declaration: Declaration.optional(),
  goods: Goods.optional(),
});
const BulkOut = form('22', {
  declaration: Declaration,
  goods: Goods,
  plate: Plate.optional(),
  last: z.boolean().default(false).meta({ description: 'all of it has left: its eligibility is used up' }),
});
const Stuffed = form('23', {
  container: ContainerNumber,
  goods: Goods,
  carrierSeal: SealNumber.optional(),
  declaration: Declaration.optional(),
});
const SealChanged = form('24', {
  container: ContainerNumber,
  seal: z.enum(['carrier', 'customs']).default('carrier'),
  oldSeal: SealNumber.optional(),
  newSeal: SealNumber,
  reason: Reason,
});
const BulkChanged = form('25', { ...corrects, goods: Goods });
const ReportCancelled = form('26', {
  ...corrects,
  correctsForm: z.enum(CORRECTS['26']).meta({ description: 'the form of the report it cancels' }),
});
const NumberCorrected = form('27', { ...corrects, container: ContainerNumber });
const AirWarehouseOut = form('32', {
  container: ContainerNumber.optional(),
  waybill: text(20).optional().meta({ description: 'the number of the air waybill' }),
  declaration: Declaration,
  goods: Goods.optional(),
  plate: Plate.optional(),
});

/** One message of a port to customs, by its form number (Circular 38/2015 as amended by 39/2018, Appendix X). */
export const PortMessage = z.discriminatedUnion('form', [
  Landed,
  BulkLanded,
  LandingChanged,
  LandingCancelled,
  Discrepancy,
  BulkDiscrepancy,
  Emptied,
  Out,
  BulkOut,
  Stuffed,
  SealChanged,
  BulkChanged,
  ReportCancelled,
  NumberCorrected,
  AirWarehouseOut,
]);
export type PortMessage = z.infer<typeof PortMessage>;
export type PortMessageOf<F extends PortForm> = Extract<PortMessage, { form: F }>;

export const MOST_PORT_MESSAGES = 1_000;

/** `POST /port-messages`: one, or up to 1,000, all or none. */
export const PortMessages = z.union([
  PortMessage,
  z.object({ messages: z.array(PortMessage).min(1).max(MOST_PORT_MESSAGES) }),
]);

/** Who signed what came. */
export interface SignerView {
  organisationId: string;
  /** Of the certificate. */
  subject: string;
  /** SHA-256 of the certificate, base64url: the `x5t#S256` of the signature. */
  fingerprint: string;
}

export interface OriginalView {
  contentType: string;
  encoding: 'utf8' | 'base64';
  text: string;
  /** Of the bytes, hex. */
  sha256: string;
  signature?: string;
}

export interface PortMessageView {
  id: string;
  form: PortForm;
  number: string;
  facilityId: string;
  way: PortWay;
  state: PortMessageState;
  flags: PortFlag[];
  at: string;
  receivedAt: string;
  container?: string;
  /** The id of the report it corrects. */
  corrects?: string;
  /** The id of a person; left out: it was dropped in a folder. */
  by?: string;
  signedBy?: SignerView;
  decidedAt?: string;
  decidedBy?: string;
  decisionReason?: string;
  /** As it was understood. */
  message: PortMessage;
  original?: OriginalView;
}

const string = z.string();
const time = string.meta({ format: 'date-time', description: 'UTC with milliseconds' });

export const PortMessageAnswer: z.ZodType<PortMessageView> = z
  .object({
    id: z.uuid(),
    form: z.enum(PORT_FORMS),
    number: string,
    facilityId: string,
    way: z.enum(PORT_WAYS),
    state: z.enum(PORT_MESSAGE_STATES),
    flags: z.array(z.enum(PORT_FLAGS)),
    at: time,
    receivedAt: time,
    container: string.exactOptional(),
    corrects: string.exactOptional().meta({ description: 'the id of the report it corrects' }),
    by: string
      .exactOptional()
      .meta({ description: 'the id of a person; left out: it was dropped in a folder' }),
    signedBy: z.object({ organisationId: string, subject: string, fingerprint: string }).exactOptional(),
    decidedAt: time.exactOptional(),
    decidedBy: string.exactOptional(),
    decisionReason: string.exactOptional(),
    message: PortMessage,
    original: z
      .object({
        contentType: string,
        encoding: z.enum(['utf8', 'base64']),
        text: string,
        sha256: string,
        signature: string.exactOptional(),
      })
      .exactOptional()
      .meta({ description: 'as it was received, whole; of one message only, and to whom all of it belongs' }),
  })
  .meta({ id: 'PortMessage' });

export const PortMessageBatchAnswer: z.ZodType<{ items: PortMessageView[] }> = z
  .object({ items: z.array(PortMessageAnswer) })
  .meta({ id: 'PortMessageBatch' });

/** `POST /port-messages/{id}/approve`: a word to it, where there is one. */
export const ApprovalBody = z.object({ reason: Reason.optional() });

/** One error of an acknowledgement: code list 0085, and where. */
const EdiFault = z.object({
  code: string.meta({ description: 'UN/EDIFACT code list 0085' }),
  text: string,
  tag: string.exactOptional(),
  position: z.int().exactOptional().meta({ description: 'of the segment in its message, UNH being 1' }),
  element: z
    .int()
    .exactOptional()
    .meta({ description: 'of the data element in the segment, the tag being 1' }),
  component: z.int().exactOptional(),
});
export type EdiFaultView = z.infer<typeof EdiFault>;

/** What became of an interchange, as JSON: the same as the CONTRL says. */
export interface EdiAcknowledgementView {
  sender: string;
  reference: string;
  ownReference: string;
  taken: boolean;
  test: boolean;
  errors: EdiFaultView[];
  messages: {
    reference: string;
    taken: boolean;
    errors: EdiFaultView[];
    /** Ids of the port messages. */
    portMessages: string[];
  }[];
}
export const EdiAcknowledgementAnswer: z.ZodType<EdiAcknowledgementView> = z
  .object({
    sender: string,
    reference: string,
    ownReference: string.meta({ description: "the acknowledgement's own control reference" }),
    taken: z.boolean().meta({ description: 'false: nothing of it' }),
    test: z.boolean().meta({ description: 'it said that it was a test: it was read, and nothing was taken' }),
    errors: z.array(EdiFault),
    messages: z.array(
      z.object({
        reference: string,
        taken: z.boolean(),
        errors: z.array(EdiFault),
        portMessages: z.array(string).meta({ description: 'ids' }),
      }),
    ),
  })
  .meta({ id: 'EdiAcknowledgement' });

/** `POST /organisations/{id}/certificates`: by which it will sign its messages. */
export const NewCertificateBody = z.object({
  certificate: z.string().min(1).max(20_000).meta({ description: 'X.509, PEM' }),
});

export interface CertificateView {
  id: string;
  organisationId: string;
  subject: string;
  /** SHA-256 of it, base64url: what `x5t#S256` of a signature names. */
  fingerprint: string;
  notBefore: string;
  notAfter: string;
  /** PEM. */
  certificate: string;
  registeredAt: string;
  registeredBy?: string;
  revokedAt?: string;
  revokedBy?: string;
  revokeReason?: string;
}
export const CertificateAnswer: z.ZodType<CertificateView> = z
  .object({
    id: z.uuid(),
    organisationId: string,
    subject: string,
    fingerprint: string.meta({
      description: 'SHA-256 of the certificate, base64url: the `x5t#S256` of a signature',
    }),
    notBefore: time,
    notAfter: time,
    certificate: string.meta({ description: 'PEM' }),
    registeredAt: time,
    registeredBy: string.exactOptional(),
    revokedAt: time.exactOptional(),
    revokedBy: string.exactOptional(),
    revokeReason: string.exactOptional(),
  })
  .meta({ id: 'Certificate' });

/** A call of an organisation's system that was signed, or should have been. */
export interface SignedCallView {
  id: string;
  organisationId: string;
  by: string;
  call: string;
  sha256: string;
  flags: PortFlag[];
  receivedAt: string;
  signature?: string;
  signedBy?: SignerView;
  body?: string;
}
export const SignedCallAnswer: z.ZodType<SignedCallView> = z
  .object({
    id: z.uuid(),
    organisationId: string,
    by: string.meta({ description: 'the id of a person' }),
    call: string.meta({ description: 'method and path' }),
    sha256: string.meta({ description: 'of the body, hex' }),
    flags: z.array(z.enum(PORT_FLAGS)),
    receivedAt: time,
    signature: string.exactOptional(),
    signedBy: z.object({ organisationId: string, subject: string, fingerprint: string }).exactOptional(),
    body: string.exactOptional().meta({ description: 'as it came; of one call only' }),
  })
  .meta({ id: 'SignedCall' });
