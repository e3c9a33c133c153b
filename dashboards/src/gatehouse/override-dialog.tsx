import type { PassageView } from '@haidang/contract';
import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { ApiError } from '../shared/api/client.js';
import { overridePassage } from '../shared/api/gates.js';
import { problemInWords } from '../shared/format/problem.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import { GroupedNumber } from './grouped-number.js';
import { standing } from './passages.js';
import classes from './override-dialog.module.css';

const MOST_SIGNS = 1_000;
/** Something was decided meanwhile: the officer looks again. */
const CHANGED = ['wrong_state', 'papers_changed'];

interface OverrideDialogProps {
  passage: PassageView | null;
  onClose(): void;
  onDone(passage: PassageView): void;
}

/** An officer decides otherwise than what stands, and says why. */
export function OverrideDialog({ passage, onClose, onDone }: OverrideDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={passage !== null} onClose={onClose} centered size={520}>
      <Modal.Overlay />
      {passage !== null && (
        <ActDialog title={t(`override.${otherwise(passage)}`)} testId="override-dialog" onClose={onClose}>
          {passage.container !== undefined && (
            <p className={classes['number']}>
              <GroupedNumber number={passage.container} />
            </p>
          )}
          <OverrideForm key={passage.id} passage={passage} onClose={onClose} onDone={onDone} />
        </ActDialog>
      )}
    </Modal.Root>
  );
}

function OverrideForm({ passage, onClose, onDone }: OverrideDialogProps & { passage: PassageView }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  // what the officer saw when the dialogue opened is what they decide against
  const [verdict] = useState(() => otherwise(passage));
  const overriding = useMutation({
    mutationFn: () => overridePassage(passage, { verdict, reason: reason.trim() }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== '') overriding.mutate();
  };
  const isChanged = overriding.error instanceof ApiError && CHANGED.includes(overriding.error.code);
  return (
    <form className={form['form']} onSubmit={submit}>
      <p>{t(`overrideText.${verdict}`)}</p>
      <Textarea
        label={t('override.reason')}
        size="md"
        autosize
        minRows={3}
        maxLength={MOST_SIGNS}
        required
        withAsterisk={false}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-testid="override-reason"
      />
      {overriding.isError && (
        <p role="alert" className={form['problem']}>
          {isChanged
            ? t('override.changed')
            : t('acts.failed', { detail: problemInWords(overriding.error, t) })}
        </p>
      )}
      <div className={form['buttons']}>
        <Button variant="default" size="md" mih={56} onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" mih={56} loading={overriding.isPending} data-testid="override-submit">
          {t(`override.${verdict}`)}
        </PrimaryButton>
      </div>
    </form>
  );
}

function otherwise(passage: PassageView): 'pass' | 'hold' {
  return standing(passage) === 'hold' ? 'pass' : 'hold';
}
