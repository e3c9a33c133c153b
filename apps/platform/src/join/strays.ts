import type { Instant } from '@haidang/domain';
import type { Stray } from '@haidang/store';
import { isAlike } from '../gates/misread.js';
import type { Story } from './story.js';
import { legAt } from './telling.js';

/** A camera saw a vehicle that may have been this one: its number nearly, its truck, or nothing that could be read. */
export function isPerhapsSeen(story: Story, strays: readonly Stray[], at: Instant): boolean {
  const plates = legAt(story, at)?.plates ?? story.eligibilities.flatMap(({ plate }) => plate ?? []);
  return strays.some(({ container, plate }) => {
    if (container === null && plate === null) return true;
    if (container !== null && isAlike(container, story.container)) return true;
    return plate !== null && plates.some((declared) => isAlike(plate, declared));
  });
}
