import { Id } from '@haidang/contract';
import { z } from 'zod';
import { PageQuery, RangeQuery } from '../http/page.js';

const flag = (description: string) =>
  z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description });

/** By what passages are sieved. */
export const PassagesQuery = PageQuery.extend({
  facilityId: Id.optional(),
  gateId: Id.optional(),
  lane: z.string().min(1).max(20).optional(),
  direction: z.enum(['in', 'out']).optional(),
  verdict: z
    .enum(['pass', 'hold'])
    .optional()
    .meta({ description: 'as the gate decided, before an officer looked' }),
  overridden: flag('whether an officer decided otherwise'),
  offline: flag('whether a gatehouse decided it without a network'),
  find: z
    .string()
    .max(60)
    .transform((text) => text.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .optional()
    .meta({ description: "a part of a container's number or of a plate; separators do not count" }),
  ...RangeQuery,
  since: RangeQuery.since.meta({ format: 'date-time', description: '31 days before `until`, if absent' }),
  until: RangeQuery.until.meta({ format: 'date-time', description: 'now, if absent' }),
});
export type PassagesAsked = z.infer<typeof PassagesQuery>;
