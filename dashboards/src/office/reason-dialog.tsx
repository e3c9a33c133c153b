import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import { MomentField } from '../shared/ui/moment-field.js';
import { ActProblem } from './act-problem.js';
import classes from './office.module.css';

/** An act that somebody takes with a word to it. */
export interface Act {
  readonly title: string;
  /** What comes of it. */
  readonly text: string;
  /** What there is to choose, where there is something. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Of the field: a reason, a note, a name. */
  readonly label: string;
  readonly isRequired: boolean;
  readonly most: number;
  /** Asked for where it may have happened at another time than now. */
  readonly time?: { readonly label: string; readonly hint: string };
  /** @param choice the chosen value; empty where there is nothing to choose @param time as a field keeps it; empty: none was given */
  take(words: string, choice: string, time: string): Promise<unknown>;
}

/** Asks why, and takes the act; what was typed stays when it is refused. */
export function ReasonDialog({ act, onClose }: { act: Act | null; onClose(): void }) {
  return (
    <Modal.Root opened={act !== null} onClose={onClose} centered size={520}>
      <Modal.Overlay />
      {act !== null && (
        <ActDialog title={act.title} testId="reason-dialog" onClose={onClose}>
          <ReasonForm act={act} onClose={onClose} />
        </ActDialog>
      )}
    </Modal.Root>
  );
}

function ReasonForm({ act, onClose }: { act: Act; onClose(): void }) {
  const { t } = useTranslation();
  // what was looked at when the dialogue opened is what is decided
  const [{ title, text, choices, label, isRequired, most, time, take }] = useState(act);
  const [words, setWords] = useState('');
  const [choice, setChoice] = useState(choices?.[0]?.value ?? '');
  const [at, setAt] = useState('');
  const taking = useMutation({ mutationFn: () => take(words.trim(), choice, at), onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isRequired || words.trim() !== '') taking.mutate();
  };
  return (
    <form className={form['form']} onSubmit={submit}>
      <p>{text}</p>
      {choices !== undefined && (
        <Radio.Group aria-label={title} value={choice} onChange={setChoice}>
          <div className={classes['choices']}>
            {choices.map(({ value, label: name }) => (
              <Radio key={value} value={value} label={name} data-testid={`choice-${value}`} />
            ))}
          </div>
        </Radio.Group>
      )}
      <Textarea
        label={label}
        size="md"
        autosize
        minRows={3}
        maxLength={most}
        required={isRequired}
        withAsterisk={false}
        data-autofocus
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-testid="reason"
      />
      {time !== undefined && (
        <MomentField
          label={time.label}
          description={time.hint}
          size="md"
          value={at}
          onChange={setAt}
          data-testid="reason-time"
        />
      )}
      <ActProblem error={taking.error} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" loading={taking.isPending} data-testid="reason-submit">
          {title}
        </PrimaryButton>
      </div>
    </form>
  );
}
