import type { TrainingView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { Fact, Facts, Part } from '../office/facts.js';
import office from '../office/office.module.css';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import { session, useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { trainingDeskPath } from './address.js';
import { GIVE_TRAINING, stopTraining, trainingQuery } from './api.js';
import { ScoreSheet } from './score-sheet.js';
import { storyOf } from './words.js';
import classes from './training.module.css';

/** One session: who, what, how far; the way to its desk, and its sheet. */
export function TrainingItem({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: one, error } = useQuery(trainingQuery(id));
  if (one === undefined)
    return <p role="status">{error === null ? t('office.loading') : t('office.gone')}</p>;
  return (
    <article className={classes['item']} data-testid="training-item" data-state={one.state}>
      <div className={office['itemHead']}>
        <h2>{storyOf(one, t)}</h2>
      </div>
      <p className={office['quiet']}>
        {t('training.drill')} {one.scenario !== undefined && word(t, 'trainingAbout', one.scenario)}
      </p>
      <What one={one} />
      <Acts one={one} />
      {one.ending === 'interrupted' && <p role="status">{t('training.interrupted')}</p>}
      {one.sheet !== undefined && (
        <Part title={t(one.state === 'running' ? 'training.soFar' : 'training.sheet')}>
          <ScoreSheet sheet={one.sheet} isRunning={one.state === 'running'} />
        </Part>
      )}
    </article>
  );
}

function What({ one }: { one: TrainingView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(MINUTE);
  const at = (time: string | undefined) =>
    time === undefined ? undefined : clockAndDay(time, now, language);
  return (
    <Facts>
      <Fact name={t('training.trainee')}>{one.trainee}</Fact>
      <Fact name={t('training.givenBy')}>{one.givenBy}</Fact>
      <Fact name={t('training.state')}>{word(t, 'trainingState', one.ending ?? one.state)}</Fact>
      <Fact name={t('training.speed')}>{t('training.times', { count: one.speed })}</Fact>
      <Fact name={t('training.begunAt')}>{at(one.begunAt)}</Fact>
      <Fact name={t('training.endedAt')}>{at(one.endedAt)}</Fact>
    </Facts>
  );
}

function Acts({ one }: { one: TrainingView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const own = useSignal(session.who)?.person.id;
  const mayStop = useIsOneOf(GIVE_TRAINING) && one.state !== 'ended';
  const isMine = one.traineeId === own && one.state !== 'ended';
  const stopping = useMutation({
    mutationFn: () => stopTraining(one.id),
    onSuccess: async (view) => {
      queries.setQueryData(['training', one.id], view);
      await queries.invalidateQueries({ queryKey: ['trainings'] });
    },
  });
  return (
    <>
      <div className={`${office['acts']} ${classes['noPrint']}`}>
        {isMine && (
          <Button component="a" href={trainingDeskPath(one.id)} variant="default" data-testid="training-open">
            {t(one.state === 'waiting' ? 'training.toBriefing' : 'training.toDesk')}
          </Button>
        )}
        {mayStop && (
          <Button
            variant="default"
            loading={stopping.isPending}
            onClick={() => stopping.mutate()}
            data-testid="training-stop"
          >
            {t(one.state === 'waiting' ? 'training.withdraw' : 'training.stop')}
          </Button>
        )}
        {one.state === 'ended' && one.sheet !== undefined && (
          <Button variant="default" onClick={() => print()} data-testid="training-print">
            {t('training.print')}
          </Button>
        )}
      </div>
      <ActProblem error={stopping.error} />
    </>
  );
}
