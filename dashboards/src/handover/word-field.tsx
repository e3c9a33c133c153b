import { Textarea } from '@mantine/core';
import { useState } from 'react';

interface WordFieldProps {
  label: string;
  /** As it is kept. */
  value: string;
  most: number;
  rows: number;
  /** Its label is read out and not seen. */
  isBare?: boolean;
  /** It has just been asked for. */
  isNew?: boolean;
  testId: string;
  onSave(text: string): Promise<unknown>;
  /** It was left, and nothing is in it. */
  onEmpty?(): void;
}

/** Words that are kept when their field is left. What could not be kept stays in it. */
export function WordField(props: WordFieldProps) {
  const { label, value, most, rows, isBare = false, isNew = false, testId, onSave, onEmpty } = props;
  const [draft, setDraft] = useState<string>();
  const leave = () => {
    const text = draft?.trim() ?? value;
    if (text === '') onEmpty?.();
    if (text === value) return setDraft(undefined);
    onSave(text).then(
      () => setDraft(undefined),
      () => undefined,
    );
  };
  return (
    <Textarea
      {...(isBare ? { 'aria-label': label, placeholder: label } : { label })}
      autosize
      minRows={rows}
      maxLength={most}
      autoFocus={isNew}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      data-testid={testId}
    />
  );
}
