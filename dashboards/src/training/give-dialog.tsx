import { TRAINING_SPEEDS } from '@haidang/domain';
import { Button, Modal, NativeSelect, Radio } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { PrimaryButton } from '../session/primary-button.js';
import { word } from '../shared/i18n/index.js';
import { useServices } from '../shared/services.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import { giveTraining, scenariosQuery, traineesQuery } from './api.js';
import { minutesOf } from './words.js';
import classes from './training.module.css';

/** Somebody is given a scenario to work on. */
export function GiveDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered size={560}>
      <Modal.Overlay />
      <ActDialog title={t('training.give')} testId="training-give" onClose={onClose}>
        <GiveForm onClose={onClose} />
      </ActDialog>
    </Modal.Root>
  );
}

function GiveForm({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const scenarios = useQuery(scenariosQuery);
  const people = useQuery(traineesQuery);
  const [chosen, setScenario] = useState<string | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const [speed, setSpeed] = useState(1);
  const scenario = chosen ?? scenarios.data?.[0]?.name ?? '';
  const traineeId = person ?? people.data?.[0]?.id ?? '';
  const giving = useMutation({
    mutationFn: () => giveTraining({ scenario, traineeId, speed }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['trainings'] });
      state.chooseItem(id);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (scenario !== '' && traineeId !== '') giving.mutate();
  };
  const shown = scenarios.data?.find(({ name }) => name === scenario);
  return (
    <form className={form['form']} onSubmit={submit}>
      {scenarios.data?.length === 0 && <p role="alert">{t('training.noScenarios')}</p>}
      <NativeSelect
        label={t('training.scenario')}
        size="md"
        data-autofocus
        value={scenario}
        data={(scenarios.data ?? []).map(({ name }) => ({
          value: name,
          label: word(t, 'trainingStory', name),
        }))}
        onChange={(event) => setScenario(event.currentTarget.value)}
        data-testid="training-scenario"
      />
      {shown !== undefined && (
        <p className={classes['scenario']}>
          {word(t, 'trainingAbout', shown.name)}{' '}
          {t('training.length', { minutes: minutesOf(shown.seconds, speed), trucks: shown.trucks })}
        </p>
      )}
      <NativeSelect
        label={t('training.trainee')}
        size="md"
        value={traineeId}
        data={(people.data ?? []).map(({ id, name, role }) => ({
          value: id,
          label: `${name} · ${t(`role.${role}`)}`,
        }))}
        onChange={(event) => setPerson(event.currentTarget.value)}
        data-testid="training-trainee"
      />
      <Radio.Group
        label={t('training.speed')}
        description={t('training.speedNote')}
        value={String(speed)}
        onChange={(value) => setSpeed(Number(value))}
      >
        <div className={classes['speeds']}>
          {TRAINING_SPEEDS.map((one) => (
            <Radio
              key={one}
              value={String(one)}
              label={t('training.times', { count: one })}
              data-testid={`training-speed-${one}`}
            />
          ))}
        </div>
      </Radio.Group>
      <ActProblem error={giving.error} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" loading={giving.isPending} data-testid="training-give-submit">
          {t('training.give')}
        </PrimaryButton>
      </div>
    </form>
  );
}
