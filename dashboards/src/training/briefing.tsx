import type { TrainingView } from '@haidang/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { PrimaryButton } from '../session/primary-button.js';
import { useLanguage } from '../shared/services.js';
import { trainingPath } from './address.js';
import { beginTraining } from './api.js';
import { Band } from './band.js';
import { storyOf } from './words.js';
import classes from './training.module.css';

/** Before it begins: what the trainee is to know, and the button that begins it. */
export function Briefing({ one }: { one: TrainingView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const beginning = useMutation({
    mutationFn: () => beginTraining(one.id, language),
    onSuccess: (view) => queries.setQueryData(['training', one.id], view),
  });
  return (
    <div className={classes['page']} data-view="briefing">
      <Band one={one} />
      <main className={classes['briefing']} data-testid="training-briefing">
        <h1>{storyOf(one, t)}</h1>
        <p>{t('training.briefing')}</p>
        <ul>
          <li>{t('training.rule.real')}</li>
          <li>{t('training.rule.points')}</li>
          <li>{t('training.rule.wrong')}</li>
          <li>{t('training.rule.end')}</li>
        </ul>
        <ActProblem error={beginning.error} />
        <div className={classes['buttons']}>
          <PrimaryButton
            type="button"
            size="md"
            loading={beginning.isPending}
            onClick={() => beginning.mutate()}
            data-testid="training-begin"
          >
            {t('training.begin')}
          </PrimaryButton>
          <a href={trainingPath(one.id)}>{t('training.toList')}</a>
        </div>
      </main>
    </div>
  );
}
