import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPlate } from '../../shared/format/plate.js';
import { codeInWords } from '../../shared/format/problem.js';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { ActDialog } from '../../shared/ui/act-dialog.js';
import { GroupedNumber } from '../grouped-number.js';
import type { Booth } from './booth.js';
import { ExpectedTrucks } from './expected-trucks.js';
import { isPassing, type Entry, type Passing, type Report } from './shelf.js';
import { useBoothState } from './use-booth.js';
import classes from './offline.module.css';

/** `3 expected · queue 0 unsent`: each is a door to its list. */
export function QueueBar({ booth }: { booth: Booth | null }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<'expected' | 'queue' | null>(null);
  const { list, queue, isListRefused } = useBoothState(booth);
  const waiting = queue.filter(({ refused }) => refused === undefined).length;
  const refused = queue.length - waiting;
  const close = () => setOpened(null);
  return (
    <footer className={classes['bar']}>
      <button type="button" onClick={() => setOpened('expected')} data-testid="expected-open">
        {list === null ? t('booth.noList') : t('booth.expected', { count: list.expectedTrucks.length })}
      </button>
      <button
        type="button"
        onClick={() => setOpened('queue')}
        data-testid="queue-open"
        data-waiting={waiting}
      >
        {t('booth.queue', { count: waiting })}
        {refused > 0 && <b> · {t('booth.refused', { count: refused })}</b>}
      </button>
      {isListRefused && <strong role="alert">{t('booth.listRefused')}</strong>}
      <Modal.Root opened={opened !== null} onClose={close} centered size={620}>
        <Modal.Overlay />
        {opened === 'queue' && (
          <ActDialog title={t('booth.queueTitle')} testId="queue-dialog" onClose={close}>
            <Queue entries={queue} />
          </ActDialog>
        )}
        {opened === 'expected' && (
          <ActDialog title={t('booth.expectedTitle')} testId="expected-dialog" onClose={close}>
            <ExpectedTrucks trucks={list?.expectedTrucks ?? []} at={list?.at} />
          </ActDialog>
        )}
      </Modal.Root>
    </footer>
  );
}

function Queue({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation();
  if (entries.length === 0) return <p>{t('booth.queueEmpty')}</p>;
  return (
    <ol className={classes['list']}>
      {entries.map((entry) => (
        <li key={entry.key} data-testid="queue-entry">
          {isPassing(entry) ? <Passage entry={entry} /> : <Reported entry={entry} />}
          {entry.refused !== undefined && (
            <b>{t('booth.refusedBecause', { detail: codeInWords(entry.refused.split(':', 1)[0]!, t) })}</b>
          )}
        </li>
      ))}
    </ol>
  );
}

function Passage({ entry: { body } }: { entry: Passing }) {
  const { t } = useTranslation();
  return (
    <>
      <span>
        {body.container === undefined ? (
          t('gatehouse.noContainer')
        ) : (
          <GroupedNumber number={body.container} />
        )}
      </span>
      <span>{body.plate === undefined ? t('gatehouse.noPlate') : formatPlate(body.plate)}</span>
      <span>{t(`direction.${body.direction}`)}</span>
      <span>{t(`gateVerdict.${body.decidedOffline?.verdict ?? 'hold'}`)}</span>
      <When time={body.time} />
    </>
  );
}

function Reported({ entry: { body, at, photo } }: { entry: Report }) {
  const { t } = useTranslation();
  return (
    <>
      <span>{t('discrepancy.title')}</span>
      {body.container !== undefined && <GroupedNumber number={body.container} />}
      <span>{body.description}</span>
      {photo !== undefined && <span>{t('discrepancy.withPhoto')}</span>}
      <When time={at} />
    </>
  );
}

function When({ time }: { time: string | number }) {
  const language = useLanguage();
  const { store } = useServices();
  return <span>{clockAndDay(time, store.clock.now(), language)}</span>;
}
