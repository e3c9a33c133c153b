import type { TransitView } from '@haidang/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import type { OfficerStep } from '../../shared/api/transits.js';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { Chip, Part } from '../facts.js';
import { TransitFacts } from '../transit-facts.js';
import type { Names } from '../use-names.js';
import { needOf } from './needs.js';
import { SealForm } from './seal-form.js';
import classes from '../office.module.css';

interface TransitItemProps {
  transit: TransitView;
  names: Names;
  /** What whoever looks may do now. */
  steps: readonly OfficerStep[];
  onStep(step: OfficerStep): void;
  onSealed(): void;
}

/** What a transit waits for, whose step that is, and the steps there are. */
export function TransitItem({ transit, names, steps, onStep, onSealed }: TransitItemProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const { number, proposed, from, to } = transit;
  const need = needOf(transit);
  const isTheirs = need !== undefined && steps.includes(need);
  const others = steps.filter((step) => step !== 'seal');
  return (
    <article aria-label={number}>
      <header className={classes['itemHead']}>
        <h2>{number}</h2>
        <Chip waits={isTheirs}>{t(`transitState.${transit.state}`)}</Chip>
      </header>
      {need !== undefined && (
        <p className={classes['said']} data-testid="transit-need">
          {proposed === undefined
            ? t(`transitNeed.${need}`)
            : t(`proposal.${proposed.step}`, {
                place: names.place(proposed.step === 'depart' ? from : to),
                time: clockAndDay(proposed.at, store.clock.now(), language),
              })}
        </p>
      )}
      {need !== undefined && !isTheirs && <p>{t('transitNeed.ofOthers')}</p>}
      {steps.includes('seal') && (
        <Part title={t('sealing.title')}>
          <SealForm transit={transit} onDone={onSealed} />
        </Part>
      )}
      {others.length > 0 && (
        <div className={classes['acts']}>
          {others.map((step) => {
            const Look = step === need ? PrimaryButton : Button;
            return (
              <Look
                key={step}
                type="button"
                size="md"
                {...(step === need ? {} : { variant: 'default' })}
                onClick={() => onStep(step)}
                data-testid={`step-${step}`}
              >
                {t(`transitStep.${step}`)}
              </Look>
            );
          })}
        </div>
      )}
      <TransitFacts transit={transit} names={names} />
    </article>
  );
}
