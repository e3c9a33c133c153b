import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { PrimaryButton } from '../session/primary-button.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';

interface EndDialogProps {
  opened: boolean;
  error: Error | null;
  isPending: boolean;
  /** The story is told: nothing more comes. */
  told: boolean;
  onClose(): void;
  onEnd(): void;
}

/** A session that is ended is over for good: it is asked once. */
export function EndDialog({ opened, error, isPending, told, onClose, onEnd }: EndDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered size={460}>
      <Modal.Overlay />
      <ActDialog title={t('training.finish')} testId="training-end-dialog" onClose={onClose}>
        <div className={form['form']}>
          <p>{t(told ? 'training.endTold' : 'training.endEarly')}</p>
          <ActProblem error={error} />
          <div className={form['buttons']}>
            <Button variant="default" size="md" onClick={onClose}>
              {t('training.goOn')}
            </Button>
            <PrimaryButton
              type="button"
              size="md"
              data-autofocus
              loading={isPending}
              onClick={onEnd}
              data-testid="training-end"
            >
              {t('training.finish')}
            </PrimaryButton>
          </div>
        </div>
      </ActDialog>
    </Modal.Root>
  );
}
