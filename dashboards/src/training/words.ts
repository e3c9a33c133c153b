import type { TrainingView } from '@haidang/contract';
import { MINUTE, SECOND } from '@haidang/domain';
import type { TFunction } from 'i18next';
import { word } from '../shared/i18n/index.js';

/** What a session is about; to its trainee that is not told before it is over. */
export function storyOf({ scenario }: Pick<TrainingView, 'scenario'>, t: TFunction): string {
  return scenario === undefined ? t('training.untold') : word(t, 'trainingStory', scenario);
}

/** A story's length in whole minutes at a speed, one at least. */
export function minutesOf(seconds: number, speed: number): number {
  return Math.max(1, Math.round((seconds * SECOND) / speed / MINUTE));
}

/** Seconds as people read them beside one another: `0:07`, `3:05`, `1:02:10`. */
export function clockOf(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
}
