import type { PassageBody, PassageView } from '@haidang/contract';
import type { Direction } from '@haidang/domain';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { reportPassage } from '../shared/api/gates.js';
import { useServices } from '../shared/services.js';
import { decided, PassageMaker } from './new-passage.js';
import { NumberInput } from './number-input.js';
import classes from './entry-form.module.css';

const DIRECTIONS: readonly Direction[] = ['out', 'in'];

interface EntryFormProps {
  gateId: string;
  input: Ref<HTMLInputElement>;
  onDecided(passage: PassageView): void;
}

/** A passage that no camera tells: what the operator sees through the window. The decision is there at once. */
export function EntryForm({ gateId, input, onDecided }: EntryFormProps) {
  const { t } = useTranslation();
  const [direction, setDirection] = useState<Direction>('out');
  const [container, setContainer] = useState('');
  const [plate, setPlate] = useState('');
  const [seal, setSeal] = useState('');
  const { store } = useServices();
  const [maker] = useState(() => new PassageMaker());
  const reporting = useMutation({
    mutationFn: (passage: PassageBody) => reportPassage(gateId, passage),
    onSuccess: (decision, passage) => {
      maker.done();
      onDecided(decided(gateId, passage, decision));
      setContainer('');
      setPlate('');
      setSeal('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reporting.mutate(maker.make({ direction, container, plate, seal }, store.clock.now()));
  };
  return (
    <form
      className={classes['form']}
      onSubmit={submit}
      aria-labelledby="entry-title"
      data-testid="entry-form"
    >
      <h2 id="entry-title">{t('entry.title')}</h2>
      <fieldset className={classes['directions']}>
        <legend>{t('entry.direction')}</legend>
        {DIRECTIONS.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="direction"
              checked={direction === one}
              onChange={() => setDirection(one)}
              data-testid={`entry-${one}`}
            />
            {t(`direction.${one}`)}
          </label>
        ))}
      </fieldset>
      <NumberInput
        ref={input}
        label={t('entry.container')}
        value={container}
        onChange={setContainer}
        shortcut="N"
        required
        data-testid="entry-container"
      />
      <TextInput
        label={t('entry.plate')}
        size="lg"
        maxLength={20}
        value={plate}
        onChange={(event) => setPlate(event.currentTarget.value)}
        autoCapitalize="characters"
        autoComplete="off"
        data-testid="entry-plate"
      />
      <TextInput
        label={t('entry.seal')}
        size="lg"
        maxLength={50}
        value={seal}
        onChange={(event) => setSeal(event.currentTarget.value)}
        autoCapitalize="characters"
        autoComplete="off"
        data-testid="entry-seal"
      />
      {reporting.isError && (
        <p role="alert" className={classes['problem']}>
          {t('entry.failed', { detail: reporting.error.message })}
        </p>
      )}
      <PrimaryButton size="lg" mih={56} loading={reporting.isPending} data-testid="entry-submit">
        {t('entry.submit')}
      </PrimaryButton>
    </form>
  );
}
