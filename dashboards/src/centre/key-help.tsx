import { CloseButton, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './key-help.module.css';

/** The keys of the desk, in the order of the hand. */
const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['↵', 'open'],
  ['A', 'acknowledge'],
  ['S', 'take'],
  ['T', 'assign'],
  ['C', 'comment'],
  ['E', 'escalate'],
  ['H', 'shelve'],
  ['D', 'dispatch'],
  ['R', 'resolve'],
  ['L', 'locate'],
  ['N', 'new'],
  ['F', 'fold'],
  ['/', 'search'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

export function KeyHelp({ opened, onClose }: { opened: boolean; onClose(): void }) {
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
            {KEYS.map(([key, act]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(`keys.${act}`)}</dd>
              </div>
            ))}
          </dl>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
