import type { PaperEntryView, PaperImportView } from '@haidang/contract';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockAndDay, type Language } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Fact, Facts } from '../facts.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { LINES, reportQuery } from './api.js';
import { Failed } from '../../shared/ui/failed.js';

const SHOWS = ['odd', 'all'] as const;

/** What was entered from paper, and what does not agree with what was known or seen then. */
export function ImportItem({ report }: { report: PaperImportView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const [show, setShow] = useState<(typeof SHOWS)[number]>('odd');
  const { facilityId, id, lines, repeated, enteredAt, enteredBy, counts } = report;
  const asked = useQuery(reportQuery(facilityId, id, show === 'odd'));
  const { data, error } = asked;
  const at = clockAndDay(enteredAt, store.clock.now(), language);
  const odd = counts.contradicting + counts.wouldHold;
  return (
    <article aria-label={t('paper.title')}>
      <header className={classes['itemHead']}>
        <h2>{t('paper.title')}</h2>
        <small className={classes['quiet']}>{names.place(facilityId)}</small>
      </header>
      <p className={classes['said']}>{odd === 0 ? t('paper.agrees') : t('paper.odd', { ...counts })}</p>
      <Facts>
        <Fact name={t('paper.entered')}>{enteredBy === undefined ? at : `${at} · ${enteredBy}`}</Fact>
        <Fact name={t('paper.new')}>{lines}</Fact>
        <Fact name={t('paper.repeated')}>{repeated > 0 && repeated}</Fact>
        <Fact name={t('paperComparison.matched')}>{counts.matched}</Fact>
        <Fact name={t('paperComparison.missing')}>{counts.missing}</Fact>
        <Fact name={t('paperComparison.contradicting')}>{counts.contradicting}</Fact>
      </Facts>
      <SegmentedControl
        w="fit-content"
        aria-label={t('office.show')}
        value={show}
        onChange={setShow}
        data={SHOWS.map((value) => ({ value, label: t(`paperShow.${value}`) }))}
      />
      <Failed of={asked} />
      {data === undefined && error === null && <p className={classes['quiet']}>{t('office.loading')}</p>}
      {data?.items.length === 0 && <p className={classes['quiet']}>{t('paper.noneOdd')}</p>}
      {data !== undefined && data.items.length > 0 && (
        <ul className={classes['lines']}>
          {data.items.map((line) => (
            <Line key={`${line.sheet}:${line.line}`} line={line} />
          ))}
        </ul>
      )}
      {data?.next != null && <p className={classes['quiet']}>{t('paper.cut', { shown: LINES })}</p>}
    </article>
  );
}

function Line({ line }: { line: PaperEntryView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const { sheet, gateId, direction, time, container, plate, vouchedBy, comparison, wouldHold, differences } =
    line;
  return (
    <li>
      <b>{t('paper.lineOf', { sheet, line: line.line })}</b>
      <span>
        <ContainerNumber number={container} /> · {t(`direction.${direction}`)} · {names.gate(gateId)} ·{' '}
        {clockAndDay(time, 0, language)}
        {plate !== undefined && <> · {plate}</>} · {vouchedBy}
      </span>
      <span>{t(`paperComparison.${comparison}`)}</span>
      {wouldHold.map((reason) => (
        <span key={reason}>{t('paper.wouldHold', { reason: word(t, 'hold', reason) })}</span>
      ))}
      {differences.map((difference) => (
        <span key={difference.what}>{differenceInWords(difference, t, language)}</span>
      ))}
    </li>
  );
}

/** What is on paper and what was found; of what is but so or not so, that alone. */
function differenceInWords(
  { what, paper, found }: PaperEntryView['differences'][number],
  t: TFunction,
  language: Language,
): string {
  const name = word(t, 'paperDifference', what);
  if (what === 'eligible_since' && found !== undefined) return `${name}: ${clockAndDay(found, 0, language)}`;
  if (paper === undefined && found === undefined) return name;
  return t('paper.difference', { what: name, paper: paper ?? '–', found: found ?? '–' });
}
