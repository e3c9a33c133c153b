import { CloseButton, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './act-dialog.module.css';

interface ActDialogProps {
  title: string;
  testId: string;
  onClose(): void;
  /** Its form, whose parts have the classes of this dialogue's style sheet. */
  children: ReactNode;
}

/** The frame of a dialogue in which somebody decides and says why. */
export function ActDialog({ title, testId, onClose, children }: ActDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Content aria-label={title} data-testid={testId}>
      <Modal.Body className={classes['dialog']}>
        <div className={classes['head']}>
          <h2>{title}</h2>
          <CloseButton aria-label={t('card.close')} onClick={onClose} />
        </div>
        {children}
      </Modal.Body>
    </Modal.Content>
  );
}
