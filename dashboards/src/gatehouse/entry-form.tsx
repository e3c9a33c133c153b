import type { Gate, PassageBody, PassageView, TokenContent } from '@haidang/contract';
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
import type { Booth } from './offline/booth.js';
import { failureOf } from './offline/failure.js';
import { ScanButton } from './offline/scan-dialog.js';
import classes from './entry-form.module.css';

const DIRECTIONS: readonly Direction[] = ['out', 'in'];

interface EntryFormProps {
  gate: Gate;
  input: Ref<HTMLInputElement>;
  onDecided(passage: PassageView): void;
  /** Decides without the platform; null while it decides. */
  decideHere: ((passage: PassageBody) => Promise<PassageView>) | null;
  booth: Booth | null;
}

/** A passage that no camera tells: what the operator sees through the window. The decision is there at once. */
export function EntryForm({ gate, input, onDecided, decideHere, booth }: EntryFormProps) {
  const { t } = useTranslation();
  const [direction, setDirection] = useState<Direction>('out');
  const [container, setContainer] = useState('');
  const [plate, setPlate] = useState('');
  const [seal, setSeal] = useState('');
  const { store } = useServices();
  const [maker] = useState(() => new PassageMaker());
  const reporting = useMutation({
    mutationFn: async (passage: PassageBody) =>
      decideHere?.(passage) ?? decided(gate.id, passage, await reportPassage(gate.id, passage)),
    // it is decided here when there is no network
    networkMode: 'always',
    onSuccess: (passage) => {
      maker.done();
      onDecided(passage);
      setContainer('');
      setPlate('');
      setSeal('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reporting.mutate(
      maker.make({ direction, container, plate, seal }, booth?.clock.now() ?? store.clock.now()),
    );
  };
  const fill = ({ container: number, plate: ofTruck, carrierSeal }: TokenContent) => {
    setDirection('out');
    setContainer(number ?? '');
    setPlate(ofTruck ?? '');
    setSeal(carrierSeal ?? '');
  };
  return (
    <form
      className={classes['form']}
      onSubmit={submit}
      aria-labelledby="entry-title"
      data-testid="entry-form"
    >
      <h2 id="entry-title">{t('entry.title')}</h2>
      <ScanButton facilityId={gate.facilityId} booth={booth} onRead={fill} />
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
          {failureOf(reporting.error, t)}
        </p>
      )}
      <PrimaryButton size="lg" mih={56} loading={reporting.isPending} data-testid="entry-submit">
        {t(decideHere === null ? 'entry.submit' : 'entry.decideHere')}
      </PrimaryButton>
    </form>
  );
}
