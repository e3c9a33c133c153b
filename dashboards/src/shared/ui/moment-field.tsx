import '@mantine/dates/styles.css';
import 'dayjs/locale/vi.js';
import { TextInput, UnstyledButton } from '@mantine/core';
import { DateInput, type DateInputProps } from '@mantine/dates';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readMoment, WRITTEN, type Fineness } from '../format/moment.js';
import { useLanguage } from '../services.js';
import { Icon } from './icon.js';
import classes from './moment-field.module.css';

interface MomentFieldProps extends Pick<DateInputProps, 'label' | 'description' | 'aria-label' | 'size'> {
  of?: Fineness;
  /** As `format/moment` keeps it: by the viewer's clock; empty: none. */
  value: string;
  onChange(value: string): void;
  'data-testid'?: string;
}

/**
 * A day, or a minute of one, written day before month and of 24 hours whatever the browser's own language is; typed, or its day picked. Where
 * fingers are, the device's own wheels. What is no time is said so, and no form is sent with it.
 */
export function MomentField({ of = 'minute', value, onChange, ...props }: MomentFieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [isWrong, setWrong] = useState(false);
  const [isLeft, setLeft] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const wrong = t(`momentWrong.${of}`);
  useEffect(() => input.current?.setCustomValidity(isWrong ? wrong : ''), [isWrong, wrong]);
  const hasWheels = useMediaQuery('(pointer: coarse)', matchMedia('(pointer: coarse)').matches);
  if (hasWheels)
    return (
      <TextInput
        {...props}
        type={of === 'day' ? 'date' : 'datetime-local'}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <DateInput
      {...props}
      ref={input}
      value={value === '' ? null : value.replace('T', ' ')}
      onChange={(read) => {
        setWrong(false);
        setOpen(false);
        // a day that is picked comes without a time: it is that of before
        const time = value === '' ? '00:00' : value.slice(-5);
        onChange(read === null ? '' : (readMoment(read, of) ?? readMoment(`${read} ${time}`, of) ?? ''));
      }}
      dateParser={(text) => readMoment(text, of)}
      valueFormat={WRITTEN[of]}
      withTime={of === 'minute'}
      placeholder={t(`momentForm.${of}`)}
      allowDeselect
      // what is wrong stays, to be mended
      fixOnBlur={!isWrong}
      error={isWrong && isLeft ? wrong : undefined}
      // they open when they are asked for: what is below the field stays in sight
      popoverProps={{ opened: isOpen }}
      rightSection={
        <UnstyledButton
          className={classes['days']}
          // who works by keys types
          tabIndex={-1}
          aria-label={t('moment.days')}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            input.current?.focus();
            setOpen(!isOpen);
          }}
          data-testid="moment-days"
        >
          <Icon name="calendar" />
        </UnstyledButton>
      }
      // the key that closes the days does not close a dialogue around the field
      data-mantine-stop-propagation={isOpen}
      onInput={({ currentTarget: { value: text } }) => {
        setOpen(false);
        setLeft(false);
        setWrong(text.trim() !== '' && readMoment(text, of) === null);
      }}
      onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
      onBlur={() => {
        setOpen(false);
        setLeft(true);
      }}
      locale={language}
      firstDayOfWeek={1}
      // neither would have enough contrast
      hideOutsideDates
      weekendDays={[]}
      ariaLabels={{
        nextMonth: t('moment.next'),
        previousMonth: t('moment.previous'),
        nextYear: t('moment.next'),
        previousYear: t('moment.previous'),
        nextDecade: t('moment.next'),
        previousDecade: t('moment.previous'),
      }}
    />
  );
}
