import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { judgeNumber } from './number.js';
import classes from './entry-form.module.css';

/** `CSQU3054383` and the signs with which people write it. */
const MOST_SIGNS = 20;

interface NumberInputProps extends Omit<TextInputProps, 'onChange' | 'value'> {
  value: string;
  onChange(value: string): void;
  /** The key that leads here. */
  shortcut: string;
}

/** A container's number; says as it is typed whether its check digit agrees. */
export function NumberInput({ value, onChange, shortcut, ...props }: NumberInputProps) {
  const { t } = useTranslation();
  const judged = judgeNumber(value);
  return (
    <TextInput
      size="lg"
      maxLength={MOST_SIGNS}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.toUpperCase())}
      autoCapitalize="characters"
      autoComplete="off"
      spellCheck={false}
      withAsterisk={false}
      classNames={{ input: classes['number']! }}
      rightSection={<kbd aria-hidden>{shortcut}</kbd>}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        <span role="status" data-say={judged.say}>
          {judged.say === 'nothing' && t('number.nothing')}
          {judged.say === 'form' && t('number.form')}
          {judged.say === 'good' && t('number.good')}
          {judged.say === 'short' && t('number.short', { count: judged.missing })}
          {judged.say === 'digit' && t('number.digit', { wanted: judged.wanted })}
        </span>
      }
      {...props}
    />
  );
}
