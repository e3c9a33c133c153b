import { z } from 'zod';
import { passageShape } from './answers.js';
import type { PassageView } from './gates.js';

/** `GET /passages`: with its gate's place, and the transit that its container was on at the time. */
export interface ListedPassageView extends PassageView {
  facilityId: string;
  transit?: { id: string; number: string } | undefined;
}

export const ListedPassageAnswer: z.ZodType<ListedPassageView> = passageShape
  .extend({
    facilityId: z.string(),
    transit: z
      .object({ id: z.string(), number: z.string() })
      .optional()
      .meta({ description: 'the one that its container was on at the time' }),
  })
  .meta({ id: 'ListedPassage' });
