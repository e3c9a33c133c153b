import type { AlarmView } from '@haidang/contract';
import type { TFunction } from 'i18next';

/** What somebody has done with an alarm meanwhile, as far as it shows. */
export function lastActOf(
  { state, assignee, acknowledged, shelved, comments }: AlarmView,
  t: TFunction,
): string {
  const comment = comments.at(-1);
  if (state === 'resolved') return t('hand.resolved');
  if (shelved !== undefined) return t('hand.shelved', { name: shelved.by });
  if (assignee !== undefined) return t('hand.assigned', { name: assignee });
  if (acknowledged !== undefined) return t('hand.acknowledged', { name: acknowledged.by });
  if (comment !== undefined) return t('hand.commented', { name: comment.by });
  return t('hand.changed');
}
