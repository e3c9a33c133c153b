import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { foundTransitsQuery } from '../shared/api/queries.js';
import { formatPlate } from '../shared/format/plate.js';
import { useServices } from '../shared/services.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Icon } from '../shared/ui/icon.js';
import { search, type Found } from './search-index.js';
import classes from './search-box.module.css';

const MOST = 8;
/** So long nobody types before the platform is asked. */
const REST_MS = 250;

interface SearchBoxProps {
  input: Ref<HTMLInputElement>;
  onChoose(sealId: string): void;
}

/** Finds a container, seal, transit, declaration or plate: at once among what is in view and in the queue, then among all transits. */
export function SearchBox({ input, onChoose }: SearchBoxProps) {
  const { t } = useTranslation();
  const { store } = useServices();
  const [text, setText] = useState('');
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const [asked] = useDebouncedValue(text, REST_MS);
  const query = foundTransitsQuery(asked);
  const transits = useQuery(query);
  const wanted = useDeferredValue(text);
  const find = useCallback(
    (words: string) => {
      const among = { positions: store.positions, alarms: store.alarms.get(), transits: transits.data ?? [] };
      return search(words, among, MOST);
    },
    [store, transits.data],
  );
  const found = useMemo(() => find(wanted), [find, wanted]);

  const isLooking = transits.isLoading || asked !== text;
  const whyNone = isLooking ? 'loading' : query.enabled === false ? 'short' : 'nothing';

  const { selectFirstOption } = box;
  useEffect(() => {
    if (found.length > 0) selectFirstOption();
  }, [found, selectFirstOption]);

  return (
    <Combobox
      classNames={{ option: classes['option']! }}
      store={box}
      onOptionSubmit={(sealId) => {
        // who types fast is ahead of the list: what it still shows is not what was asked for
        if (wanted !== text && !find(text).some((one) => one.sealId === sealId)) return;
        onChoose(sealId);
        setText('');
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          ref={input}
          className={classes['input']}
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          leftSection={<Icon name="search" size={16} />}
          rightSection={<kbd className={classes['key']}>/</kbd>}
          value={text}
          data-testid="search"
          onChange={(event) => {
            setText(event.currentTarget.value);
            box.openDropdown();
          }}
          onBlur={() => box.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setText('');
            event.currentTarget.blur();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={text.trim() === ''}>
        <Combobox.Options aria-label={t('search.label')}>
          {transits.isError && <Combobox.Header>{t('search.failed')}</Combobox.Header>}
          {found.map((one) => (
            <Combobox.Option key={one.sealId} value={one.sealId} data-testid="search-option">
              <Hit found={one} />
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t(`search.${whyNone}`)}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Hit({ found }: { found: Found }) {
  const { t } = useTranslation();
  const detail = [
    t('card.seal', { id: found.sealId }),
    found.transitNumber === null ? '' : `${t('search.transit')} ${found.transitNumber}`,
    found.by?.what === 'declaration' ? t('card.declaration', { number: found.by.text }) : '',
    found.by?.what === 'plate' ? t('search.plate', { plate: formatPlate(found.by.text) }) : '',
    found.hasAlarm ? t('search.alarm') : '',
  ];
  return (
    <div className={classes['hit']}>
      {found.container === null ? <b>{found.sealId}</b> : <ContainerNumber number={found.container} />}
      <span>{detail.filter((part) => part !== '').join(' · ')}</span>
    </div>
  );
}
