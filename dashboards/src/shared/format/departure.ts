import type { TransitView } from '@haidang/contract';
import { MINUTE, type Instant } from '@haidang/domain';
import type { TFunction } from 'i18next';
import { spanInWords } from './ago.js';
import { clockAndDay, type Language } from './time.js';

/** By when a transit is to depart, in words. */
export interface DepartureSaid {
  readonly time: string;
  /** How long that is, or was: `còn 20 phút`, `quá hạn 20 phút`, `đi muộn 20 phút`. */
  readonly span: string;
  /** Not departed though it should have, or departed late. */
  readonly isLate: boolean;
}

/**
 * By when a transit is to depart and how long that is or was; nothing where no time was set, where it left in time or will not leave.
 * @param now the server's clock
 */
export function departureSaid(
  { departBy, departedAt, state }: Pick<TransitView, 'departBy' | 'departedAt' | 'state'>,
  now: Instant,
  t: TFunction,
  language: Language,
): DepartureSaid | undefined {
  if (departBy === null || (departedAt === null && state === 'cancelled')) return undefined;
  const left = Date.parse(departBy) - (departedAt === null ? now : Date.parse(departedAt));
  if (departedAt !== null && left > -MINUTE) return undefined;
  const span = spanInWords(Math.abs(left), t);
  const isLate = left < 0;
  const how = departedAt === null ? (isLate ? 'overdue' : 'toGo') : 'leftLate';
  return { time: clockAndDay(departBy, now, language), span: t(`card.${how}`, { span }), isLate };
}
