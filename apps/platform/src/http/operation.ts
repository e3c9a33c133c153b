import { applyDecorators } from '@nestjs/common';
import { ProblemAnswer } from '@haidang/contract';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { Openness } from '../identity/openness.js';
import { BODY_TYPES, type BytesConfig } from './body-parser.js';
import { API_ERRORS, type ApiErrorCode } from './errors.js';
import { answerSchema, bodySchema } from './openapi-schemas.js';
import { PROBLEM_TYPE } from './problem.filter.js';

/** One success of a call. */
export interface Answer {
  readonly status: number;
  readonly description: string;
  /** Of the JSON body; absent: there is no body. */
  readonly schema?: z.ZodType;
  /** Other media types the call can answer in, and what they hold. */
  readonly alsoAs?: Readonly<Record<string, string>>;
  readonly location?: boolean;
  /** It has an `ETag`, for calls that are {@link Operation.conditional}. */
  readonly tag?: boolean;
}

/** A call as the OpenAPI document shows it; the schemas are those that the handler checks with. */
export interface Operation {
  /** Unique in the document; generated clients name their methods after it. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Parts of the address. */
  readonly params?: Readonly<Record<string, z.ZodType>>;
  readonly query?: z.ZodObject;
  readonly body?: {
    readonly schema: z.ZodType;
    readonly required?: boolean;
    readonly patch?: boolean;
    /** Other types than JSON, in its place: of these the handler gets the bytes as they came. */
    readonly types?: readonly string[];
  };
  /** Takes a `Haidang-Signature`, which the organisation's setting may require. */
  readonly signed?: boolean;
  readonly answers: readonly Answer[];
  readonly problems?: readonly ApiErrorCode[];
  /** Whom it lets in beside those who are signed in; absent: nobody. */
  readonly open?: Openness;
  /** Takes an Idempotency-Key. */
  readonly write?: boolean;
  /** Takes an `If-Match`. */
  readonly conditional?: boolean;
}

/** Describes a handler in the OpenAPI document. */
export function Describe(operation: Operation): MethodDecorator {
  return applyDecorators(
    ApiTags(operation.tag),
    ...routeConfig(operation),
    // over the document's own: nothing is wanted, or something else
    ...(operation.open === 'public' ? [ApiSecurity({})] : []),
    ...(operation.open === 'device' ? [ApiSecurity('device')] : []),
    ApiOperation({
      operationId: operation.id,
      summary: operation.summary,
      ...(operation.description !== undefined && { description: operation.description }),
    }),
    ...Object.entries(operation.params ?? {}).map(([name, schema]) =>
      ApiParam({ name, required: true, schema: bodySchema(schema) }),
    ),
    ...queryParameters(operation.query),
    ...(operation.write === true ? [idempotencyKey()] : []),
    ...(operation.conditional === true ? [ifMatch()] : []),
    ...(operation.signed === true ? [signatureHeader()] : []),
    ...(operation.body === undefined ? [] : [body(operation.body)]),
    ...operation.answers.map(answer),
    ...problems(operation),
  );
}

function routeConfig({ open, body }: Operation): MethodDecorator[] {
  const config = {
    ...(open !== undefined && { openness: open }),
    ...(body?.types !== undefined && ({ takes: body.types } satisfies BytesConfig)),
  };
  return Object.keys(config).length === 0 ? [] : [RouteConfig(config)];
}

function queryParameters(query: z.ZodObject | undefined): MethodDecorator[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = bodySchema(schema as z.ZodType);
    const required = !(schema as z.ZodType).safeParse(undefined).success;
    return ApiQuery({ name, required, schema: rest, ...(description !== undefined && { description }) });
  });
}

function signatureHeader(): MethodDecorator {
  return ApiHeader({
    name: 'Haidang-Signature',
    required: false,
    description:
      'A detached JWS (RFC 7515, appendix F) over the bytes of the body, by a certificate of the organisation: its `x5t#S256` names it.',
    schema: { type: 'string' },
  });
}

function idempotencyKey(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'Chosen by the client, 1 to 255 visible ASCII characters. The same key with the same call and body gets the first ' +
      'answer again (`Idempotent-Replay: true`) and changes nothing; with another body it is refused.',
    schema: { type: 'string', maxLength: 255 },
  });
}

function ifMatch(): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required: false,
    description:
      'The `ETag` that the thing had when it was read: nothing is done when somebody has changed it since. Left out: whatever it is by now.',
    schema: { type: 'string' },
  });
}

function body({
  schema,
  required = true,
  patch = false,
  types = patch ? BODY_TYPES : BODY_TYPES.slice(0, 1),
}: NonNullable<Operation['body']>): MethodDecorator {
  return applyDecorators(ApiConsumes(...types), ApiBody({ required, schema: bodySchema(schema) }));
}

function answer({ status, description, schema, alsoAs, location, tag }: Answer): MethodDecorator {
  const content = {
    ...(schema !== undefined && { 'application/json': { schema: answerSchema(schema) } }),
    ...Object.fromEntries(
      Object.entries(alsoAs ?? {}).map(([type, text]) => [
        type,
        { schema: { type: 'string', description: text } as const },
      ]),
    ),
  };
  return ApiResponse({
    status,
    description,
    ...(Object.keys(content).length > 0 && { content }),
    ...((location === true || tag === true) && {
      headers: {
        ...(location === true && {
          Location: { description: 'the address of what was made', schema: { type: 'string' as const } },
        }),
        ...(tag === true && {
          ETag: { description: 'what it is by now, for `If-Match`', schema: { type: 'string' as const } },
        }),
      },
    }),
  });
}

/** Every call can be refused for its form, its type or the platform's state; the others are named by the call. */
function problems(operation: Operation): MethodDecorator[] {
  const codes = new Set<ApiErrorCode>(['internal', 'unavailable', ...(operation.problems ?? [])]);
  if (operation.open === 'device') codes.add('bad_credentials');
  else if (operation.open !== 'public') codes.add('not_signed_in');
  if (operation.open === undefined) codes.add('password_change_required').add('second_factor_required');
  if (operation.write === true) codes.add('cross_site');
  if (operation.conditional === true) codes.add('changed_meanwhile');
  if (operation.signed === true) codes.add('signature_missing').add('signature_invalid');
  if (operation.query !== undefined || operation.params !== undefined) codes.add('invalid_request');
  if (operation.body?.types !== undefined)
    codes.add('invalid_request').add('body_too_large').add('unsupported_media_type');
  else if (operation.body !== undefined) {
    for (const code of [
      'invalid_request',
      'not_json',
      'not_utf8',
      'body_too_large',
      'unsupported_media_type',
    ] as const) {
      codes.add(code);
    }
  }
  if (operation.write === true) codes.add('idempotency_key_reused').add('idempotency_in_progress');
  const byStatus = new Map<number, ApiErrorCode[]>();
  for (const code of codes) {
    const { status } = API_ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = answerSchema(ProblemAnswer);
  return [...byStatus].map(([status, of]) =>
    ApiResponse({
      status,
      description: of.map((code) => `\`${code}\`: ${API_ERRORS[code].title}`).join('\n\n'),
      content: { [PROBLEM_TYPE]: { schema } },
    }),
  );
}
