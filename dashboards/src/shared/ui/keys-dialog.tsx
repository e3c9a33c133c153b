import { CloseButton, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './keys-dialog.module.css';

interface KeysDialogProps {
  opened: boolean;
  /** As they stand on the keyboard, each with the words for what it does. */
  keys: readonly { readonly key: string; readonly what: string }[];
  onClose(): void;
}

/** The map of a page's keys. */
export function KeysDialog({ opened, keys, onClose }: KeysDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered>
      <Modal.Overlay />
      <Modal.Content aria-label={t('keys.title')}>
        <Modal.Body className={classes['body']}>
          <div className={classes['head']}>
            <h2>{t('keys.title')}</h2>
            <CloseButton aria-label={t('card.close')} onClick={onClose} />
          </div>
          <dl className={classes['keys']}>
            {keys.map(({ key, what }) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
