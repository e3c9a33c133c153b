import type { TrainingView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Desk } from '../office/desk.js';
import { Chip } from '../office/facts.js';
import { OfficeBar } from '../office/office-bar.js';
import office from '../office/office.module.css';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';
import { session, useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { GIVE_TRAINING, SEE_TRAINING, trainingsQuery } from './api.js';
import { GiveDialog } from './give-dialog.js';
import { TrainingItem } from './training-item.js';
import { storyOf } from './words.js';
import classes from './training.module.css';

/** Training sessions: one's own to work on, and those of the people one leads with what came of them. */
export function TrainingPage() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t('training.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className={`${office['page']} ${classes['list']}`}>
      <OfficeBar current={undefined} />
      <main className={office['main']}>
        {useIsOneOf(SEE_TRAINING) ? <Sessions /> : <p className={office['note']}>{t('office.notForYou')}</p>}
      </main>
    </div>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const { state } = useServices();
  const { item } = useSignal(state.sieve);
  const mayGive = useIsOneOf(GIVE_TRAINING);
  const [gives, setGives] = useState(false);
  const { data, error, refetch } = useQuery(trainingsQuery);
  return (
    <>
      <Desk
        title={t('training.title')}
        answer={useAnswer(data)}
        items={data}
        error={error}
        onRetry={() => void refetch()}
        idOf={({ id }) => id}
        empty={t(mayGive ? 'training.noneToGive' : 'training.none')}
        row={(one) => <Row one={one} />}
        {...(mayGive && {
          sieves: () => (
            <Button variant="default" onClick={() => setGives(true)} data-testid="training-new">
              {t('training.give')}
            </Button>
          ),
        })}
      >
        {item !== undefined && <TrainingItem key={item} id={item} />}
      </Desk>
      <GiveDialog opened={gives} onClose={() => setGives(false)} />
    </>
  );
}

function Row({ one }: { one: TrainingView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(MINUTE);
  const { trainee, state, ending, points, pointsOf, createdAt, begunAt } = one;
  return (
    <>
      <span>
        <b>{storyOf(one, t)}</b>
        <Chip waits={state !== 'ended'}>
          {word(t, 'trainingState', ending === undefined ? state : ending)}
        </Chip>
      </span>
      <span>
        {trainee}
        {points !== undefined && pointsOf !== undefined && (
          <> · {t('training.points', { points, of: pointsOf })}</>
        )}
      </span>
      <small>{clockAndDay(begunAt ?? createdAt, now, language)}</small>
    </>
  );
}

/** What waits for whoever looks: their own session first. */
function useAnswer(all: readonly TrainingView[] | undefined): string | undefined {
  const { t } = useTranslation();
  const own = useSignal(session.who)?.person.id;
  if (all === undefined) return undefined;
  const mine = all.find(({ traineeId, state }) => traineeId === own && state !== 'ended');
  if (mine !== undefined) return t(`trainingNeed.${mine.state}`, { name: mine.givenBy });
  const count = (state: TrainingView['state']) => all.filter((one) => one.state === state).length;
  const [waiting, running, ended] = [count('waiting'), count('running'), count('ended')];
  return t('trainingNeed.some', { waiting, running, ended });
}
