import type { Gate, PassageBody, PassageView, TokenContent } from '@haidang/contract';
import type { Direction } from '@haidang/domain';
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { reportPassage } from '../shared/api/gates.js';
import { clockWithSeconds } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import { decided, PassageMaker, type Typed } from './new-passage.js';
import { NumberInput } from './number-input.js';
import type { Booth } from './offline/booth.js';
import { failureOf } from './offline/failure.js';
import { ScanButton } from './offline/scan-dialog.js';
import classes from './entry-form.module.css';

const DIRECTIONS: readonly Direction[] = ['out', 'in'];

interface EntryFormProps {
  gate: Gate;
  /** Where the operator sits; undefined: it is not known at which lane a truck stands. */
  lane: string | undefined;
  input: RefObject<HTMLInputElement | null>;
  /** A truck that stands there already, and of which something was read wrongly. */
  corrected: PassageView | null;
  /** The read is left as it is. */
  onLeave(): void;
  onDecided(passage: PassageView): void;
  /** Decides without the platform; null while it decides. */
  decideHere: ((passage: PassageBody) => Promise<PassageView>) | null;
  booth: Booth | null;
}

/**
 * A passage that no camera tells, or that one read wrongly: what the operator sees through the window. The decision is there at once. What is
 * corrected is a passage of its own, with the lane, the seal and the pictures of what was read, which stays as it was.
 */
export function EntryForm(props: EntryFormProps) {
  const { gate, lane, input, corrected, onLeave, onDecided, decideHere, booth } = props;
  const { t } = useTranslation();
  const [direction, setDirection] = useState<Direction>(corrected?.direction ?? 'out');
  const [container, setContainer] = useState(corrected?.container ?? '');
  const [plate, setPlate] = useState(corrected?.plate ?? '');
  const [seal, setSeal] = useState(corrected?.carrierSeal ?? '');
  const { store } = useServices();
  const language = useLanguage();
  const [maker] = useState(() => new PassageMaker());
  const reporting = useMutation({
    mutationFn: async (passage: PassageBody) =>
      decideHere?.(passage) ?? decided(gate.id, passage, await reportPassage(gate.id, passage)),
    onSuccess: (passage) => {
      maker.done();
      onDecided(passage);
      setContainer('');
      setPlate('');
      setSeal('');
    },
  });
  useEffect(() => {
    if (corrected === null) return;
    input.current?.focus();
    input.current?.select();
  }, [corrected, input]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = { direction, container, plate, seal };
    const known = corrected === null ? { lane } : restOf(corrected);
    reporting.mutate(maker.make({ ...known, ...typed }, booth?.clock.now() ?? store.clock.now()));
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
      <h2 id="entry-title">
        {corrected === null
          ? t('entry.title')
          : t('entry.correcting', { time: clockWithSeconds(corrected.time, language) })}
      </h2>
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
      {corrected !== null && (
        <Button variant="default" size="lg" mih={56} onClick={onLeave} data-testid="entry-leave">
          {t('entry.leave')}
        </Button>
      )}
    </form>
  );
}

/** What is known of the truck beside what can be typed. */
function restOf({
  lane,
  sealId,
  damage,
  images,
}: PassageView): Pick<Typed, 'lane' | 'sealId' | 'damage' | 'images'> {
  return { lane, sealId, damage, images };
}
