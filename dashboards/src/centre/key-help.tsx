import { useTranslation } from 'react-i18next';
import { useServices } from '../shared/services.js';
import { KeysDialog } from '../shared/ui/keys-dialog.js';

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
  ['⇧A ⇧L', 'everywhere'],
  ['G', 'follow'],
  ['M', 'measure'],
  ['. ,', 'marks'],
  ['N', 'new'],
  ['F', 'fold'],
  ['/', 'search'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

export function KeyHelp({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const { isBesideReal } = useServices().desk;
  const keys = KEYS.filter(([, act]) => !isBesideReal || act !== 'search').map(([key, act]) => ({
    key,
    what: isBesideReal && act === 'everywhere' ? t('keys.real') : t(`keys.${act}`),
  }));
  return <KeysDialog opened={opened} keys={keys} onClose={onClose} />;
}
