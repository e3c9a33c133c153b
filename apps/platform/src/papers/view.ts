import type {
  DeclarationView,
  EligibilityView,
  ExpectedView,
  BulkGoods,
  ManifestView,
  NoticeMessage,
  NoticeView,
  StayView,
  TokenContent,
  WholeNoticeView,
} from '@haidang/contract';
import { formatInstant, type Instant } from '@haidang/domain';
import type {
  DeclarationRecord,
  EligibilityRecord,
  ExpectedRecord,
  ManifestRecord,
  NewEligibility,
  NoticeRecord,
  StayOfContainer,
  WholeNotice,
} from '@haidang/store';

type Given<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]>;
};

/** Without what is null: an absent value is left out of an answer. */
export function given<T extends object>(values: T): Given<T> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) if (value !== null) kept[name] = value;
  return kept as Given<T>;
}

export function timeOf(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}

export function declarationView(record: DeclarationRecord): DeclarationView {
  return given({
    ...record,
    registeredAt: formatInstant(record.registeredAt),
    updatedAt: formatInstant(record.updatedAt),
  });
}

export function manifestView(record: ManifestRecord): ManifestView {
  const { id, form, facilityId, number, version, means, mode, dueAt, lines, createdAt } = record;
  return given({
    ...{ id, form, facilityId, number, version, means, mode },
    dueAt: timeOf(dueAt),
    lines,
    createdAt: formatInstant(createdAt),
  });
}

export function expectedView(record: ExpectedRecord): ExpectedView {
  return given({ ...record, dueAt: timeOf(record.dueAt), settledAt: timeOf(record.settledAt) });
}

export function stayView(record: StayOfContainer): StayView {
  return given({
    ...record,
    scannedAt: timeOf(record.scannedAt),
    inAt: formatInstant(record.inAt),
    outAt: timeOf(record.outAt),
  });
}

/** @param token signed with the present key */
export function eligibilityView(record: EligibilityRecord, token: string): EligibilityView {
  return given({
    ...record,
    goods: record.goods as BulkGoods | null,
    validUntil: timeOf(record.validUntil),
    issuedAt: formatInstant(record.issuedAt),
    changedAt: formatInstant(record.changedAt),
    usedAt: timeOf(record.usedAt),
    token,
  });
}

/** What the code of an eligibility says. */
export function tokenContent(
  record: Pick<EligibilityRecord, 'id' | 'facilityId' | 'declaration' | 'container' | 'goods'> &
    Pick<EligibilityRecord, 'carrierSeal' | 'customsSeal' | 'plate' | 'validUntil'>,
): TokenContent {
  const { id, facilityId, declaration, container, goods, carrierSeal, customsSeal, plate, validUntil } =
    record;
  return given({
    ...{ id, facility: facilityId, declaration, container },
    goods: (goods as BulkGoods | null)?.description ?? null,
    ...{ carrierSeal, customsSeal, plate },
    validUntil: timeOf(validUntil),
  });
}

/** What the port is told of it, in a message and in its list. */
export function listedLine(record: Omit<NewEligibility, 'noticeId'>) {
  const { container, goods, carrierSeal, customsSeal, plate, officerConfirmed, validUntil, token } = record;
  return given({
    ...{ container, goods: goods as BulkGoods | null, carrierSeal, customsSeal, plate, officerConfirmed },
    validUntil: timeOf(validUntil),
    token,
  });
}

export function noticeView(record: NoticeRecord): NoticeView {
  const { id, form, facilityId, createdAt, lines, containers, act, receipt, receivedAt } = record;
  return given({
    ...{ id, form, facilityId, time: formatInstant(createdAt), lines, containers: [...containers], act },
    receipt:
      receipt === null || receivedAt === null
        ? null
        : given({
            status: receipt.status,
            time: receipt.time,
            at: formatInstant(receivedAt),
            reason: receipt.reason,
          }),
  });
}

/** As it is sent. */
export function noticeMessage({ body, signature }: Pick<WholeNotice, 'body' | 'signature'>): NoticeMessage {
  return { ...body, signature } as NoticeMessage;
}

export function wholeNoticeView(record: WholeNotice): WholeNoticeView {
  return { ...noticeView(record), message: noticeMessage(record) };
}
