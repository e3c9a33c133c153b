import type { OutageView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { spanInWords } from '../../shared/format/ago.js';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { Chip, Fact, Facts, Part } from '../facts.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { formsPath } from './api.js';

interface OutageItemProps {
  outage: OutageView;
  mayAct: boolean;
  onEnd(outage: OutageView): void;
}

/** When a place's line was down, who said so, and what to do meanwhile. */
export function OutageItem({ outage, mayAct, onEnd }: OutageItemProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const said = (by: string | undefined, time: string) =>
    by === undefined ? at(time) : `${at(time)} · ${by}`;
  const { facilityId, reason, beganAt, begunBy, beginRecordedAt, endedAt, endNote, endedBy, endRecordedAt } =
    outage;
  const place = names.place(facilityId);
  return (
    <article aria-label={place}>
      <header className={classes['itemHead']}>
        <h2>{place}</h2>
        <Chip waits={endedAt === undefined}>
          {t(endedAt === undefined ? 'outage.goesOn' : 'outage.over')}
        </Chip>
      </header>
      <p className={classes['said']}>
        {endedAt === undefined
          ? t('outage.paperSince', { time: at(beganAt) })
          : t('outage.paperFor', { span: spanInWords(Date.parse(endedAt) - Date.parse(beganAt), t) })}
      </p>
      {endedAt === undefined && mayAct && (
        <div className={classes['acts']}>
          <PrimaryButton type="button" size="md" onClick={() => onEnd(outage)} data-testid="end-outage">
            {t('outage.end')}
          </PrimaryButton>
        </div>
      )}
      <Facts>
        <Fact name={t('decide.why')}>{reason}</Fact>
        <Fact name={t('outage.beganAt')}>{at(beganAt)}</Fact>
        <Fact name={t('outage.recorded')}>{said(begunBy, beginRecordedAt)}</Fact>
        <Fact name={t('outage.endedAt')}>{endedAt !== undefined && at(endedAt)}</Fact>
        <Fact name={t('outage.recorded')}>{endRecordedAt !== undefined && said(endedBy, endRecordedAt)}</Fact>
        <Fact name={t('correction.note')}>{endNote}</Fact>
      </Facts>
      <Part title={t('outage.forms')}>
        <p className={classes['quiet']}>{t('outage.formsText')}</p>
        <p>
          <span className={classes['links']}>
            {(['out', 'in'] as const).map((direction) => (
              <a
                key={direction}
                href={formsPath(facilityId, direction, language)}
                target="_blank"
                rel="noreferrer"
              >
                {t(`outageForm.${direction}`)}
              </a>
            ))}
          </span>
        </p>
      </Part>
    </article>
  );
}
