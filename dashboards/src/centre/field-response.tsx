import type { AlarmView, DispatchView } from '@haidang/contract';
import { DISPATCH_NEXT } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Pictures } from '../office/pictures.js';
import { durationInWords } from '../shared/format/ago.js';
import { useLanguage, useServices } from '../shared/services.js';
import { clock, type Language } from '../shared/format/time.js';
import type { Desk } from './use-desk.js';
import classes from './alarm-file.module.css';

/** Who was sent, how far they have come and how long each stretch took; and what they tell next. */
export function FieldResponse({ alarm, desk }: { alarm: AlarmView; desk: Desk }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { response } = alarm;
  const { desk: api } = useServices();
  const dispatches = useQuery({ ...api.dispatches(alarm.id), enabled: response !== undefined });
  if (response === undefined) return null;
  const next = DISPATCH_NEXT[response.state];
  return (
    <div className={classes['field']} data-testid="field-response" data-state={response.state}>
      {(dispatches.data ?? []).map((one) => (
        <div key={one.id}>
          <b>{one.patrol}</b> · {one.contact}
          <p>{stretches(one, t, language).join(' · ')}</p>
          <q>{one.message}</q>
          {one.report !== undefined && <q>{one.report}</q>}
          {one.evidence.length > 0 && <Pictures ids={one.evidence} none={t('pictures.none')} />}
        </div>
      ))}
      {desk.mayAct && next.length > 0 && (
        <div className={classes['acts']}>
          {next.includes('accepted') && (
            <button type="button" data-testid="field-accepted" onClick={() => desk.tell(alarm, 'accepted')}>
              {t('field.accepted')}
            </button>
          )}
          {next.includes('on_spot') && (
            <button type="button" data-testid="field-on_spot" onClick={() => desk.tell(alarm, 'on_spot')}>
              {t('field.on_spot')}
            </button>
          )}
          <button type="button" data-testid="field-done" onClick={() => desk.ask('field', alarm)}>
            {t('field.done')}
          </button>
          <button type="button" data-testid="field-recalled" onClick={() => desk.tell(alarm, 'recalled')}>
            {t('field.recall')}
          </button>
        </div>
      )}
    </div>
  );
}

/** `cử 08:02 · nhận lệnh sau 1 phút · đến nơi sau 12 phút · xong 08:40: xác nhận`. */
function stretches(one: DispatchView, t: TFunction, language: Language): string[] {
  const { state, sentAt, acceptedAt, arrivedAt, endedAt, outcome } = one;
  const after = (at: string) => durationInWords(Date.parse(at) - Date.parse(sentAt), t);
  return [
    t('field.sentAt', { time: clock(sentAt, language) }),
    ...(acceptedAt === undefined ? [] : [t('field.acceptedAfter', { time: after(acceptedAt) })]),
    ...(arrivedAt === undefined ? [] : [t('field.arrivedAfter', { time: after(arrivedAt) })]),
    ...(state === 'recalled' ? [t('fieldState.recalled')] : []),
    ...(endedAt === undefined || outcome === undefined
      ? []
      : [t('field.doneAt', { time: clock(endedAt, language), outcome: t(`fieldOutcome.${outcome}`) })]),
  ];
}
