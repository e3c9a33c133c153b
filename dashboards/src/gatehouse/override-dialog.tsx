import type { PassageView } from '@haidang/contract';
import { Button, CloseButton, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { ApiError } from '../shared/api/client.js';
import { overridePassage } from '../shared/api/gates.js';
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
        <Modal.Content aria-label={t(`override.${otherwise(passage)}`)} data-testid="override-dialog">
          <Modal.Body className={classes['dialog']}>
            <div className={classes['head']}>
              <h2>{t(`override.${otherwise(passage)}`)}</h2>
              <CloseButton aria-label={t('card.close')} onClick={onClose} />
            </div>
            {passage.container !== undefined && (
              <p className={classes['number']}>
                <GroupedNumber number={passage.container} />
              </p>
            )}
            <OverrideForm key={passage.id} passage={passage} onClose={onClose} onDone={onDone} />
          </Modal.Body>
        </Modal.Content>
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
    <form className={classes['form']} onSubmit={submit}>
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
        <p role="alert" className={classes['problem']}>
          {isChanged ? t('override.changed') : t('acts.failed', { detail: overriding.error.message })}
        </p>
      )}
      <div className={classes['buttons']}>
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
