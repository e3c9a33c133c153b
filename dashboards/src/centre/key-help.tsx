import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './key-help.module.css';

/** The keys of the desk, in the order of the hand. */
const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['↵', 'open'],
  ['A', 'acknowledge'],
  ['L', 'locate'],
  ['N', 'new'],
  ['/', 'search'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

export function KeyHelp({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      centered
      closeButtonProps={{ 'aria-label': t('card.close') }}
    >
      <dl className={classes['keys']}>
        {KEYS.map(([key, act]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${act}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
