import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBarKeys } from '../centre/bar-keys.js';
import { useKeys } from '../centre/use-keys.js';
import { Icon } from '../shared/ui/icon.js';
import { KeysDialog } from '../shared/ui/keys-dialog.js';
import classes from './transit.module.css';

const KEYS = [
  ['Space', 'play'],
  ['← →', 'arrows'],
  ['PgDn PgUp', 'pages'],
  ['Home End', 'ends'],
  ['− +', 'speed'],
] as const;

/** The map of this page's keys, behind a button. */
export function KeyHelp() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const barKeys = useBarKeys();
  useKeys({ '?': () => setOpen(true) });
  return (
    <>
      <button
        type="button"
        className={classes['icon']}
        aria-label={t('keys.title')}
        title={`${t('keys.title')} (?)`}
        onClick={() => setOpen(true)}
      >
        <Icon name="keys" />
      </button>
      <KeysDialog
        opened={isOpen}
        keys={[
          ...KEYS.map(([key, what]) => ({ key, what: t(`replayKey.${what}`) })),
          ...barKeys,
          { key: '?', what: t('keys.help') },
        ]}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
