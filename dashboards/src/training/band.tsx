import type { TrainingView } from '@haidang/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import { PersonMenu } from '../session/person-menu.js';
import { storyOf } from './words.js';
import classes from './training.module.css';

/** Over everything of a session, in both languages whatever the viewer's: nobody may take it for the real desk, nor the real desk for it. */
export function Band({ one, children }: { one: TrainingView; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <header className={classes['band']} data-testid="training-band">
      <TrainingMark />
      <span className={classes['about']}>
        <b>{storyOf(one, t)}</b>
        <small>{t('training.notReal')}</small>
      </span>
      {children}
      <div className={classes['switches']}>
        <LanguageSwitch />
        <ThemeSwitch />
        <PersonMenu />
      </div>
    </header>
  );
}

/** In both languages whatever the viewer's. */
export function TrainingMark() {
  return (
    <strong className={classes['mark']}>
      <span lang="vi">DIỄN TẬP</span> / <span lang="en">TRAINING</span>
    </strong>
  );
}
