import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import classes from './office.module.css';

/** The two answers to what waits. */
export function DecideButtons({ onDecide }: { onDecide(decision: 'approve' | 'refuse'): void }) {
  const { t } = useTranslation();
  return (
    <div className={classes['acts']}>
      <PrimaryButton type="button" size="md" onClick={() => onDecide('approve')} data-testid="approve">
        {t('decide.approve')}
      </PrimaryButton>
      <Button variant="default" size="md" onClick={() => onDecide('refuse')} data-testid="refuse">
        {t('decide.refuse')}
      </Button>
    </div>
  );
}
