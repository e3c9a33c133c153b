import type { OpenAPIObject } from '@nestjs/swagger';

type Content = Readonly<Record<string, { readonly schema: object }>>;

const check = {
  type: 'object',
  properties: { ok: { type: 'boolean' }, detail: { type: 'string' } },
  required: ['ok'],
};

const report: Content = {
  'application/json': {
    schema: {
      type: 'object',
      properties: {
        ready: { type: 'boolean' },
        checks: { type: 'object', additionalProperties: check, description: 'broker, database, lag, jobs' },
        warnings: { type: 'array', items: { type: 'string' }, description: 'what weakens a promise' },
      },
      required: ['ready', 'checks', 'warnings'],
    },
  },
};

const alive: Content = {
  'application/json': {
    schema: { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] },
  },
};

const exposition: Content = { 'text/plain': { schema: { type: 'string' } } };

/** What orchestrators and Prometheus ask. It belongs to no version, has no problem details and is never throttled. */
export const MACHINE_PATHS = {
  '/health/live': path('getLiveness', 'The process answers', { 200: ['it lives', alive] }),
  '/health/ready': path('getReadiness', 'Messages flow: broker, database, lag', {
    200: ['ready', report],
    503: ['not ready; the checks say why', report],
  }),
  '/metrics': path('getMetrics', 'Figures for Prometheus', { 200: ['text exposition format', exposition] }),
} as OpenAPIObject['paths'];

function path(
  operationId: string,
  summary: string,
  answers: Record<number, readonly [string, Content]>,
): object {
  const responses = Object.fromEntries(
    Object.entries(answers).map(([status, [description, content]]) => [status, { description, content }]),
  );
  return { get: { operationId, summary, tags: ['for machines'], security: [], responses } };
}
