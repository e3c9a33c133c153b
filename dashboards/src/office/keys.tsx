import { CloseButton, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../centre/key-help.module.css';

/** A key of a page's own, and the words for what it does. */
export interface DeskKey {
  readonly key: string;
  readonly what: string;
  readonly act: () => void;
}

const EVERYWHERE = [
  ['J', 'next'],
  ['K', 'previous'],
  ['↵', 'item'],
  ['/', 'find'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

/** The keys of an office's page: those of all, and its own. */
export function Keys({
  opened,
  own,
  onClose,
}: {
  opened: boolean;
  own: readonly DeskKey[];
  onClose(): void;
}) {
  const { t } = useTranslation();
  const keys = [
    ...EVERYWHERE.map(([key, act]) => ({ key, what: t(`officeKey.${act}`) })),
    ...own.map(({ key, what }) => ({ key: key.toUpperCase(), what })),
  ];
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
