import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../centre/use-keys.js';
import { Icon } from '../shared/ui/icon.js';
import { KeysDialog } from '../shared/ui/keys-dialog.js';
import type { Drawn } from './address.js';
import classes from './drafting.module.css';
import { KEYS, STROKES_OF } from './strokes.js';

/** The map of this page's keys, behind a button and `?`. */
export function KeyHelp({ what }: { what: Drawn }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useKeys({ '?': () => setOpen(true) });
  const keys = [
    ...STROKES_OF[what].map((stroke) => ({ key: KEYS[stroke].toUpperCase(), what: t(`stroke.${stroke}`) })),
    { key: '↵', what: t('draftKey.end') },
    { key: 'U', what: t('draft.undo') },
    { key: 'Del', what: t('draftKey.remove') },
    { key: '/', what: t('officeKey.find') },
    { key: 'Esc', what: t('draftKey.escape') },
    { key: '?', what: t('officeKey.help') },
  ];
  return (
    <>
      <button
        type="button"
        className={classes['keys']}
        aria-label={t('keys.title')}
        title={`${t('keys.title')} (?)`}
        onClick={() => setOpen(true)}
        data-testid="draft-keys"
      >
        <Icon name="keys" />
      </button>
      <KeysDialog opened={isOpen} keys={keys} onClose={() => setOpen(false)} />
    </>
  );
}
