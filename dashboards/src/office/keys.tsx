import { useTranslation } from 'react-i18next';
import { useBarKeys } from '../centre/bar-keys.js';
import { KeysDialog } from '../shared/ui/keys-dialog.js';

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
    ...useBarKeys(),
  ];
  return <KeysDialog opened={opened} keys={keys} onClose={onClose} />;
}
