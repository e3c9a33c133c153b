import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { findTransit } from '../shared/api/transit-story.js';
import { problemInWords } from '../shared/format/problem.js';
import { SLOTS } from '../shared/map/trails.js';
import { useServices } from '../shared/services.js';
import classes from './transit.module.css';

/** Puts another transit beside those that are looked at, by its number or a container's. */
export function AddTransit({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const [text, setText] = useState('');
  const find = useMutation({
    mutationFn: findTransit,
    onSuccess: (found) => {
      if (found === undefined) return;
      setText('');
      if (!ids.includes(found.id)) state.setTogether([...ids.slice(1), found.id]);
    },
  });
  const isFull = ids.length >= SLOTS;
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && !isFull) find.mutate(text);
  };
  return (
    <form className={classes['add']} onSubmit={add}>
      <input
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          find.reset();
        }}
        aria-label={t('transit.add')}
        placeholder={t(isFull ? 'transit.full' : 'transit.add')}
        disabled={isFull}
        data-testid="add-transit"
      />
      <button type="submit" disabled={isFull || find.isPending} data-testid="add-transit-submit">
        {t('transit.addThis')}
      </button>
      {find.isSuccess && find.data === undefined && (
        <span role="alert" className={classes['problem']}>
          {t('transit.noneSuch')}
        </span>
      )}
      {find.isError && (
        <span role="alert" className={classes['problem']}>
          {problemInWords(find.error, t)}
        </span>
      )}
    </form>
  );
}
