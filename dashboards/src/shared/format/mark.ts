import type { Position } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { isStale } from '../map/marks/mark.js';

/** What the look of a container's mark means. @param now the server's clock */
export function markWords(position: Position, now: number, t: TFunction): string {
  const words = [t(`markState.${position.state}`), ...(isStale(position, now) ? [t('markState.stale')] : [])];
  return words.join(', ');
}
