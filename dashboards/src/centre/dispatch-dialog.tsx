import type { ResponderView, WhereaboutsView } from '@haidang/contract';
import { Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { durationInWords } from '../shared/format/ago.js';
import { distance } from '../shared/format/number.js';
import { placeInWords } from '../shared/format/place.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import { AlarmDialog, type AlarmDialogProps } from './alarm-dialog.js';
import classes from './alarm-dialog.module.css';

/** Somebody is sent there: the nearest on duty stands first, and is chosen. */
export function DispatchDialog(props: AlarmDialogProps) {
  const { t } = useTranslation();
  const { desk } = useServices();
  const responders = useQuery(desk.responders(props.alarm.id));
  const [chosen, setChosen] = useState<string | null>(null);
  const { to, items = [] } = responders.data ?? {};
  const patrolId = chosen ?? items.find(({ busy }) => !busy)?.id ?? '';
  return (
    <AlarmDialog
      {...props}
      {...{ title: t('keys.dispatch'), testId: 'dispatch', submit: t('field.send') }}
      text={{ label: t('field.message') }}
      act={(seen, message) => desk.dispatchTo(seen, patrolId, message)}
    >
      {to !== undefined && <Target to={to} />}
      {responders.isSuccess && items.length === 0 && <p className={classes['behind']}>{t('field.nobody')}</p>}
      <Radio.Group label={t('field.nearest')} value={patrolId} onChange={setChosen}>
        <div className={classes['responders']}>
          {items.map((one) => (
            <Radio
              key={one.id}
              value={one.id}
              disabled={one.busy}
              label={<Responder one={one} />}
              data-testid={`responder-${one.id}`}
            />
          ))}
        </div>
      </Radio.Group>
    </AlarmDialog>
  );
}

/** To where it is far or near: where the truck is, as old as that is, or where the alarm began. */
function Target({ to: { of, place, at } }: { to: WhereaboutsView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const now = store.clock.now();
  return (
    <p className={classes['target']} data-testid="dispatch-target" data-of={of}>
      {t(of === 'seal' ? 'field.toTruck' : 'field.toStart', {
        ...{ where: placeInWords(place), time: clockAndDay(at, now, language) },
        age: durationInWords(Math.max(0, now - Date.parse(at)), t),
      })}
    </p>
  );
}

function Responder({ one }: { one: ResponderView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const { name, contact, distance: metres, placedAt, busy } = one;
  return (
    <span className={classes['responder']}>
      <b>{name}</b> · {distance(metres, language)}
      <small>
        {contact} ·{' '}
        {placedAt === undefined
          ? t('field.atBase')
          : t('field.seenAt', { time: clockAndDay(placedAt, store.clock.now(), language) })}
        {busy && ` · ${t('field.busy')}`}
      </small>
    </span>
  );
}
