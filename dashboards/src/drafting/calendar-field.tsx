import { Button, Switch } from '@mantine/core';
import { TimePicker } from '@mantine/dates';
import { calendarOf, isAlways, type DraftCalendar } from './calendar.js';
import { useTranslation } from 'react-i18next';
import { fieldText, timeOfField } from '../shared/format/moment.js';
import { useLanguage } from '../shared/services.js';
import { MomentField } from '../shared/ui/moment-field.js';
import { dayName, minuteText } from './calendar-words.js';
import classes from './drafting.module.css';

interface CalendarFieldProps {
  calendar: DraftCalendar;
  onChange(calendar: DraftCalendar): void;
}

type Span = NonNullable<DraftCalendar>['spans'][number];

const NIGHT: Span = { days: [0, 1, 2, 3, 4, 5, 6], from: 22 * 60, to: 5 * 60 };

/** When a forbidden zone is one: always, or within spans of the week; one that ends before it begins ends on the next day. */
export function CalendarField({ calendar, onChange }: CalendarFieldProps) {
  const { t } = useTranslation();
  const always = isAlways(calendar);
  const spans = always ? [] : (calendar?.spans ?? []);
  const since = calendar?.since;
  const set = (next: Span[] | 'always') => onChange(calendarOf(calendar, next, since));
  const setSpan = (at: number, span: Span) => set(spans.map((one, i) => (i === at ? span : one)));
  return (
    <fieldset className={classes['calendar']}>
      <legend>{t('draft.calendar')}</legend>
      <MomentField
        label={t('draft.since')}
        value={fieldText(since)}
        onChange={(text) => onChange(calendarOf(calendar, always ? 'always' : spans, timeOfField(text)))}
        data-testid="draft-since"
      />
      <Switch
        label={t('draft.always')}
        checked={always}
        onChange={({ currentTarget: { checked } }) => set(checked ? 'always' : [NIGHT])}
        data-testid="draft-always"
      />
      {spans.map((span, i) => (
        <SpanFields
          key={i}
          span={span}
          onChange={(next) => setSpan(i, next)}
          onDrop={() => set(spans.filter((_, at) => at !== i))}
        />
      ))}
      {!always && (
        <Button size="compact-sm" variant="default" onClick={() => set([...spans, NIGHT])}>
          {t('draft.addSpan')}
        </Button>
      )}
    </fieldset>
  );
}

function SpanFields({ span, onChange, onDrop }: { span: Span; onChange(span: Span): void; onDrop(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const turn = (day: number) =>
    onChange({
      ...span,
      days: span.days.includes(day) ? span.days.filter((one) => one !== day) : [...span.days, day].sort(),
    });
  const minutes = (text: string, whole: number): number => {
    const [hours = 0, rest = 0] = text.split(':').map(Number);
    const minute = hours * 60 + rest;
    return minute === 0 ? whole : minute;
  };
  return (
    <div className={classes['span']}>
      <div className={classes['days']} role="group" aria-label={t('draft.days')}>
        {[1, 2, 3, 4, 5, 6, 0].map((day) => (
          <button key={day} type="button" aria-pressed={span.days.includes(day)} onClick={() => turn(day)}>
            {dayName(day, language)}
          </button>
        ))}
      </div>
      {(['from', 'to'] as const).map((edge) => (
        <TimePicker
          key={edge}
          label={t(edge === 'from' ? 'draft.spanFrom' : 'draft.spanTo')}
          hoursInputLabel={t('moment.hours')}
          minutesInputLabel={t('moment.minutes')}
          value={minuteText(span[edge] % 1440)}
          // one that ends at midnight ends with the day
          onChange={(text) =>
            text !== '' && onChange({ ...span, [edge]: minutes(text, edge === 'from' ? 0 : 1440) })
          }
          data-testid={`draft-span-${edge}`}
        />
      ))}
      <button type="button" className={classes['text']} onClick={onDrop}>
        {t('draft.dropSpan')}
      </button>
    </div>
  );
}
