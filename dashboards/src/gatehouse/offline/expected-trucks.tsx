import { normaliseContainerNumber, normalisePlate } from '@haidang/domain';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPlate } from '../../shared/format/plate.js';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { GroupedNumber } from '../grouped-number.js';
import type { ExpectedTruck } from './list.js';
import classes from './offline.module.css';

/** More is looked for by a part of its number. */
const SHOWN = 50;

/** What is to come, as of the list; also without a network. Trucks of a transit first. */
export function ExpectedTrucks({ trucks, at }: { trucks: readonly ExpectedTruck[]; at: number | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const [text, setText] = useState('');
  const wanted = normaliseContainerNumber(text);
  const found = trucks.filter(
    ({ container, plate }) => container.includes(wanted) || normalisePlate(plate ?? '').includes(wanted),
  );
  return (
    <>
      {at !== undefined && (
        <p>{t('booth.asOf', { time: clockAndDay(at, store.clock.now(), language), count: trucks.length })}</p>
      )}
      <TextInput
        size="lg"
        label={t('booth.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoComplete="off"
        data-testid="expected-find"
      />
      {found.length === 0 && <p>{t('booth.noneExpected')}</p>}
      <ol className={classes['list']}>
        {found.slice(0, SHOWN).map(({ container, plate, transit }) => (
          <li key={container} data-testid="expected-truck">
            <GroupedNumber number={container} />
            <span>{plate === null ? t('booth.noPlate') : formatPlate(plate)}</span>
            {transit !== null && <span>{transit}</span>}
          </li>
        ))}
      </ol>
      {found.length > SHOWN && <p>{t('booth.more', { count: found.length - SHOWN })}</p>}
    </>
  );
}
