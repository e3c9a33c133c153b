import type { TransitView } from '@haidang/contract';
import type { Role } from '@haidang/domain';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { takeStep } from '../../shared/api/transits.js';
import { timeOfField } from '../../shared/format/moment.js';
import { session, useIsOneOf } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { MomentField } from '../../shared/ui/moment-field.js';
import { ActProblem } from '../act-problem.js';
import { freeSealsQuery } from './api.js';
import classes from '../office.module.css';

const OFFICERS: readonly Role[] = ['customs_officer'];

interface SealFormProps {
  transit: TransitView;
  onDone(): void;
}

/** Which e-seal closes which container: with the last one the transit is sealed. */
export function SealForm({ transit, onDone }: SealFormProps) {
  const { t } = useTranslation();
  const { containers } = transit;
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(
    new Map(containers.flatMap(({ number, sealId }) => (sealId === undefined ? [] : [[number, sealId]]))),
  );
  const [at, setAt] = useState('');
  const sealing = useMutation({
    mutationFn: () => {
      const seals = [...chosen].map(([number, sealId]) => ({ number, sealId }));
      return takeStep(transit, 'seal', { containers: seals, at: timeOfField(at) });
    },
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.size === containers.length) sealing.mutate();
  };
  return (
    <form className={classes['seals']} onSubmit={submit} data-testid="seal-form">
      {containers.map(({ number }) => (
        <label key={number}>
          <ContainerNumber number={number} />
          <SealField
            label={t('sealing.of', { number })}
            value={chosen.get(number)}
            elsewhere={[...chosen].flatMap(([other, seal]) => (other === number ? [] : [seal]))}
            onChange={(seal) => {
              const next = new Map(chosen);
              if (seal === null) next.delete(number);
              else next.set(number, seal);
              setChosen(next);
            }}
          />
        </label>
      ))}
      <MomentField
        label={t('transitStepAt.label')}
        description={t('transitStepAt.now')}
        size="md"
        value={at}
        onChange={setAt}
        data-testid="seal-time"
      />
      <ActProblem error={sealing.error} />
      <PrimaryButton
        size="md"
        disabled={chosen.size < containers.length}
        loading={sealing.isPending}
        data-testid="seal-submit"
      >
        {t('transitStep.seal')}
      </PrimaryButton>
    </form>
  );
}

interface SealFieldProps {
  label: string;
  value: string | undefined;
  /** On other containers of the transit. */
  elsewhere: readonly string[];
  onChange(seal: string | null): void;
}

/** One of the office's free seals, found by a part of its id; the centre is offered everybody's. */
function SealField({ label, value, elsewhere, onChange }: SealFieldProps) {
  const { t } = useTranslation();
  const isOfOffice = useIsOneOf(OFFICERS);
  const person = useSignal(session.who)?.person;
  const [typed, setTyped] = useState('');
  // what is chosen stands there with its battery
  const [find] = useDebouncedValue(typed.split(' ')[0]!, 200);
  const { data = [] } = useQuery(
    freeSealsQuery(isOfOffice ? person?.organisation.id : undefined, find === value ? '' : find),
  );
  const offered = data
    .filter(({ id }) => id !== value && !elsewhere.includes(id))
    .map(({ id, battery }) => ({ value: id, label: battery === null ? id : `${id} · ${battery}%` }));
  return (
    <Select
      aria-label={label}
      placeholder={t('sealing.choose')}
      nothingFoundMessage={t('sealing.none')}
      size="md"
      searchable
      data={value === undefined ? offered : [{ value, label: value }, ...offered]}
      // the platform looks
      filter={({ options }) => options}
      value={value ?? null}
      onChange={onChange}
      onSearchChange={setTyped}
      data-testid="seal-choice"
    />
  );
}
