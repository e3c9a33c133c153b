import { DecidedOfflineBody } from '@haidang/contract';
import { parseInstant, type DecidedOffline, type Instant, type Passage } from '@haidang/domain';
import { decodePassageValue, Rejection } from '@haidang/wire';
import { ApiError } from '../http/errors.js';
import { parse } from '../http/zod.pipe.js';

/** A passage as a gatehouse tells it afterwards. */
export interface ToldOffline {
  readonly gateId: string;
  readonly passage: Passage;
  readonly decided: DecidedOffline;
  /** As it was told. */
  readonly said: object;
}

/** True of a body that tells of a decision made without a network. */
export function isDecidedOffline(body: unknown): body is object {
  return (
    typeof body === 'object' && body !== null && (body as { decidedOffline?: unknown }).decidedOffline != null
  );
}

/** @throws ApiError with the code that the same passage has otherwise, `invalid_request` */
export function readTold(gateId: string, body: object, now: Instant): ToldOffline {
  const passage = decodePassageValue(body, now);
  if (passage instanceof Rejection) throw new ApiError(passage.reason, passage.detail);
  const { decidedOffline } = body as { decidedOffline: unknown };
  const { listId, listAt, listExpiresAt, ...decided } = parse(DecidedOfflineBody, decidedOffline);
  return {
    gateId,
    passage,
    decided: {
      ...decided,
      ...{ listId: listId ?? null, listAt: instantOf(listAt), listExpiresAt: instantOf(listExpiresAt) },
    },
    said: body,
  };
}

function instantOf(text: string | undefined): Instant | null {
  return text === undefined ? null : parseInstant(text)!;
}
