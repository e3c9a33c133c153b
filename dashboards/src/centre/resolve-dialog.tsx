import type { AlarmView } from '@haidang/contract';
import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { ApiError } from '../shared/api/client.js';
import { resolve, RESOLUTIONS, type Resolution } from '../shared/api/queries.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { useLanguage } from '../shared/services.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import classes from './resolve-dialog.module.css';

const MOST_SIGNS = 2_000;
/** Somebody else was here, or its evidence grew: the operator looks again. */
const CHANGED = ['alarm_changed', 'wrong_state'];

interface ResolveDialogProps {
  alarm: AlarmView | null;
  onClose(): void;
  onDone(alarm: AlarmView): void;
}

/** An alarm is dealt with: whether it was one, and what was found. */
export function ResolveDialog({ alarm, onClose, onDone }: ResolveDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={alarm !== null} onClose={onClose} centered size={520}>
      <Modal.Overlay />
      {alarm !== null && (
        <ActDialog title={t('resolve.title')} testId="resolve-dialog" onClose={onClose}>
          <ResolveForm key={alarm.id} alarm={alarm} onClose={onClose} onDone={onDone} />
        </ActDialog>
      )}
    </Modal.Root>
  );
}

function ResolveForm({ alarm, onClose, onDone }: ResolveDialogProps & { alarm: AlarmView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [ending, setEnding] = useState<Resolution>('true');
  const [text, setText] = useState('');
  // what was read when the dialogue opened is what is judged: evidence that grows meanwhile is looked at first
  const [seen] = useState(alarm);
  const resolving = useMutation({
    mutationFn: () => resolve(seen, ending, text.trim()),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    resolving.mutate();
  };
  const isChanged = resolving.error instanceof ApiError && CHANGED.includes(resolving.error.code);
  const about = [alarmSentence(seen, t, language), seen.containerNumber ?? seen.sealId, seen.transitNumber];
  return (
    <form className={form['form']} onSubmit={submit}>
      <p className={classes['about']}>{about.filter((part) => part !== undefined).join(' · ')}</p>
      <Radio.Group label={t('resolve.ending')} value={ending} onChange={(value) => setEnding(value)}>
        <div className={classes['endings']}>
          {RESOLUTIONS.map((one) => (
            <Radio key={one} value={one} label={t(`resolution.${one}`)} data-testid={`resolve-${one}`} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={t('resolve.text')}
        size="md"
        autosize
        minRows={3}
        maxLength={MOST_SIGNS}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-testid="resolve-text"
      />
      {resolving.isError && (
        <p role="alert" className={form['problem']}>
          {isChanged ? t('resolve.changed') : t('acts.failed', { detail: resolving.error.message })}
        </p>
      )}
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" loading={resolving.isPending} data-testid="resolve-submit">
          {t('queue.resolve')}
        </PrimaryButton>
      </div>
    </form>
  );
}
