import type { AlarmView, HandoverChange, HandoverItem } from '@haidang/contract';
import { useState } from 'react';
import { AlarmStatus } from '../centre/alarm-status.js';
import { Chip } from '../office/facts.js';
import { officePath } from '../office/pages.js';
import { leftInWords } from '../office/words.js';
import { spanInWords } from '../shared/format/ago.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { StateMark } from '../shared/ui/state-mark.js';
import classes from './handover.module.css';
import { WordField } from './word-field.js';
import { itemLabel, type Telling } from './words.js';

interface ItemRowProps {
  item: HandoverItem;
  change: HandoverChange | undefined;
  note: string | undefined;
  telling: Telling;
  /** When the note was looked at: ages are of then. */
  at: number;
  /** Undefined: nobody writes here any more. */
  onNote: ((text: string) => Promise<unknown>) | undefined;
}

/** Something that is not done, how it stands, and a word of the shift to it. */
export function ItemRow({ item, change, note, telling, at, onNote }: ItemRowProps) {
  const { t } = telling;
  const [writes, setWrites] = useState(false);
  const label = itemLabel(item, telling);
  return (
    <li className={classes['row']} data-testid="handover-item" data-item={item.key}>
      {item.what === 'alarm' && (
        <StateMark state={item.alarm.severity} size={16} label={t(`severity.${item.alarm.severity}`)} />
      )}
      <div>
        <div className={classes['line']}>
          <a href={doorOf(item)}>{label}</a>
          {change !== undefined && <Chip waits>{t(`handoverChange.${change.what}`)}</Chip>}
        </div>
        <div className={classes['standing']}>
          <Standing item={item} telling={telling} at={at} />
        </div>
        {onNote === undefined && note !== undefined && <p className={classes['word']}>{note}</p>}
        {onNote !== undefined && (note !== undefined || writes) && (
          <WordField
            isBare
            isNew={writes && note === undefined}
            label={t('handover.noteOn', { item: label })}
            value={note ?? ''}
            most={1000}
            rows={1}
            testId="item-note"
            onSave={onNote}
            onEmpty={() => setWrites(false)}
          />
        )}
      </div>
      {onNote !== undefined && note === undefined && !writes && (
        <button
          type="button"
          className={classes['add']}
          aria-label={t('handover.noteOn', { item: label })}
          onClick={() => setWrites(true)}
          data-testid="add-note"
        >
          + {t('handover.note')}
        </button>
      )}
    </li>
  );
}

function Standing({ item, telling, at }: Pick<ItemRowProps, 'item' | 'telling' | 'at'>) {
  const { t, language, names, now } = telling;
  const time = (text: string) => clockAndDay(text, now, language);
  switch (item.what) {
    case 'alarm':
      return <AlarmStanding alarm={item.alarm} telling={telling} at={at} />;
    case 'dispatch': {
      const { state, sentAt, acceptedAt, arrivedAt, contact, message, containerNumber } = item.dispatch;
      const since = time(arrivedAt ?? acceptedAt ?? sentAt);
      const parts = [`${word(t, 'fieldState', state)} ${since}`, contact, message];
      return <>{[...parts, containerNumber].filter((part) => part !== undefined).join(' · ')}</>;
    }
    case 'outage': {
      const { reason, beganAt } = item.outage;
      return <>{`${t('outage.since', { time: time(beganAt) })} · ${reason}`}</>;
    }
    case 'deadline': {
      const { dueAt, responsibleId } = item.deadline;
      const by = responsibleId === undefined ? [] : [names.organisation(responsibleId)];
      return <>{[leftInWords(dueAt, at, t), ...by].join(' · ')}</>;
    }
  }
}

function AlarmStanding({ alarm, telling, at }: { alarm: AlarmView; telling: Telling; at: number }) {
  const { t, language, now } = telling;
  const { state, start, transitNumber, comments } = alarm;
  const age = spanInWords(Math.max(0, at - Date.parse(start)), t);
  const last = comments.at(-1);
  return (
    <>
      <span>
        {[
          word(t, 'alarmState', state),
          t('handover.for', { time: clockAndDay(start, now, language), span: age }),
          transitNumber,
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </span>
      <AlarmStatus alarm={alarm} />
      {last !== undefined && (
        <span>
          {last.by}: {last.text}
        </span>
      )}
    </>
  );
}

/** Where the thing itself is dealt with. */
function doorOf(item: HandoverItem): string {
  switch (item.what) {
    case 'alarm': {
      const { id, sealId } = item.alarm;
      return `/centre?${new URLSearchParams({ ...(sealId !== undefined && { seal: sealId }), alarm: id }).toString()}`;
    }
    case 'dispatch':
      return `/centre?${new URLSearchParams({ alarm: item.dispatch.alarmId }).toString()}`;
    case 'outage':
      return officePath('outages', { item: item.outage.id, place: item.outage.facilityId });
    case 'deadline':
      return officePath('deadlines', { item: item.deadline.id });
  }
}
