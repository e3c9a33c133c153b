import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeysDialog } from '../shared/ui/keys-dialog.js';
import { useKeys } from './use-keys.js';

/** The map of a page's keys, which `?` opens. @param keys each with the words for what it does */
export function PageKeys({ keys }: { keys: readonly { readonly key: string; readonly what: string }[] }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useKeys({ '?': () => setOpened(true) });
  return (
    <KeysDialog
      opened={opened}
      keys={[...keys, { key: '?', what: t('keys.help') }]}
      onClose={() => setOpened(false)}
    />
  );
}
