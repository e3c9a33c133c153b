import type { AlarmView } from '@haidang/contract';
import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { movedOn } from '../shared/api/alarms.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { problemInWords } from '../shared/format/problem.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import { HandNote } from './alarm-hand.js';
import { lastActOf } from './last-act.js';
import classes from './alarm-dialog.module.css';

const MOST_SIGNS = 1_000;

/** What a dialogue about an alarm is given by the desk. */
export interface AlarmDialogProps {
  alarm: AlarmView;
  onClose(): void;
  onDone(alarm: AlarmView): void;
}

interface AlarmFormProps extends AlarmDialogProps {
  title: string;
  testId: string;
  submit: string;
  /** What the text is, and whether it may be left out; absent: there is none. */
  text?: { readonly label: string; readonly isOptional?: boolean };
  /** @param seen the alarm as the author has read it */
  act(seen: AlarmView, text: string): Promise<AlarmView>;
  /** Fields of its own, above the text. */
  children?: ReactNode;
}

/**
 * An act on an alarm, in which somebody says something. What was read when the dialogue opened is what is acted on: where the evidence grows or
 * somebody else acts meanwhile, it says so at once, and shows the alarm as it is before it can be sent.
 */
export function AlarmDialog(props: AlarmFormProps) {
  return (
    <Modal.Root opened onClose={props.onClose} centered size={520}>
      <Modal.Overlay />
      <ActDialog title={props.title} testId={`${props.testId}-dialog`} onClose={props.onClose}>
        <AlarmForm {...props} />
      </ActDialog>
    </Modal.Root>
  );
}

function AlarmForm({ alarm, testId, submit, text, act, children, onClose, onDone }: AlarmFormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const live = useSignal(store.alarms).get(alarm.id);
  const [seen, setSeen] = useState(alarm);
  const [words, setWords] = useState('');
  const acting = useMutation({
    mutationFn: () => act(seen, words.trim()),
    onSuccess: onDone,
    onError: (error) => {
      const now = movedOn(error);
      if (now !== undefined) store.takeAlarm(now);
    },
  });
  // a resolved one is in the queue no more
  const now = live ?? movedOn(acting.error) ?? { ...seen, state: 'resolved' as const };
  const isBehind = !acting.isPending && !acting.isSuccess && !isSame(now, seen);
  const needsText = text !== undefined && text.isOptional !== true && words.trim() === '';
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBehind) acting.mutate();
  };
  const about = [alarmSentence(seen, t, language), seen.containerNumber ?? seen.sealId, seen.transitNumber];
  return (
    <form className={form['form']} onSubmit={onSubmit}>
      <p className={classes['about']}>{about.filter((part) => part !== undefined).join(' · ')}</p>
      <HandNote alarm={isBehind ? now : seen} className={classes['hand']} />
      {children}
      {text !== undefined && (
        <Textarea
          label={text.label}
          size="md"
          autosize
          minRows={3}
          maxLength={MOST_SIGNS}
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          data-testid={`${testId}-text`}
        />
      )}
      {acting.isError && movedOn(acting.error) === undefined && (
        <p role="alert" className={form['problem']}>
          {t('acts.failed', { detail: problemInWords(acting.error, t) })}
        </p>
      )}
      {isBehind && (
        <div role="alert" className={classes['behind']} data-testid="moved-on">
          <span>{now.revision === seen.revision ? lastActOf(now, t) : t('hand.changed')}</span>
          {now.state !== 'resolved' && (
            <Button
              variant="default"
              size="sm"
              data-testid="look-again"
              onClick={() => {
                acting.reset();
                setSeen(now);
              }}
            >
              {t('hand.goOn')}
            </Button>
          )}
        </div>
      )}
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton
          size="md"
          loading={acting.isPending}
          disabled={isBehind || needsText}
          data-testid={`${testId}-submit`}
        >
          {submit}
        </PrimaryButton>
      </div>
    </form>
  );
}

function isSame(a: AlarmView, b: AlarmView): boolean {
  return a.revision === b.revision && (a.acts ?? 0) === (b.acts ?? 0) && a.state === b.state;
}
