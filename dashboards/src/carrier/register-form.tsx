import type { Route, TransitView } from '@haidang/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { routesQuery } from '../shared/api/queries.js';
import { changeTransit, registerTransit } from '../shared/api/transits.js';
import { Failed } from '../shared/ui/failed.js';
import { MomentField } from '../shared/ui/moment-field.js';
import {
  changeOf,
  copyOf,
  draftOf,
  EMPTY,
  entryOf,
  NO_BOX,
  wrongBoxes,
  type Box,
  type Draft,
} from './entry.js';
import { FieldErrors } from './field-errors.js';
import classes from './carrier.module.css';

interface RegisterFormProps {
  /** Whose way and truck may be taken over. */
  last: TransitView | undefined;
  /** A transit that is changed; null: one is registered. */
  changed: TransitView | null;
  /** The transit that was changed, or is left as it is. */
  onLeave(): void;
}

/** Registers one transit, or changes what was entered of one: its seals among it, until customs acts on it. */
export function RegisterForm({ last, changed, onLeave }: RegisterFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const register = useQuery(routesQuery);
  const routes = register.data ?? [];
  const [draft, setDraft] = useState<Draft>(changed === null ? EMPTY : draftOf(changed));
  const [made, setMade] = useState<TransitView>();
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const registering = useMutation({
    mutationFn: (route: Route) =>
      changed === null
        ? registerTransit(entryOf(draft, route))
        : changeTransit(changed.id, changeOf(draft, route, changed)),
    onSuccess: (transit) => {
      void queries.invalidateQueries({ queryKey: ['transits'] });
      if (changed !== null) return onLeave();
      setMade(transit);
      setDraft(EMPTY);
    },
  });
  const route = routes.find(({ id }) => id === draft.routeId);
  const wrong = wrongBoxes(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (route !== undefined && wrong.length === 0) registering.mutate(route);
  };
  const text = (name: 'number' | 'declaration' | 'plate' | 'trailer', isRequired: boolean) => (
    <TextInput
      label={t(`register.${name}`)}
      size="md"
      maxLength={50}
      required={isRequired}
      withAsterisk={false}
      autoComplete="off"
      value={draft[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      data-testid={`register-${name}`}
    />
  );
  const time = (name: 'departBy' | 'arriveBy') => (
    <MomentField
      label={t(`register.${name}`)}
      size="md"
      value={draft[name]}
      onChange={(value) => change({ [name]: value })}
      data-testid={`register-${name}`}
    />
  );
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (changed !== null) form.current?.querySelector('input')?.focus();
  }, [changed]);
  return (
    <form ref={form} className={classes['form']} onSubmit={submit} data-testid="register-form">
      <div className={classes['title']}>
        <h2>{changed === null ? t('register.title') : t('register.change', { number: changed.number })}</h2>
        {changed === null && last !== undefined && (
          <Button variant="default" size="sm" onClick={() => setDraft(copyOf(last))} data-testid="copy-last">
            {t('register.copy', { number: last.number })}
          </Button>
        )}
      </div>
      <div className={classes['fields']}>
        <Failed of={register} what={t('register.routeId')} />
        {text('number', true)}
        {text('declaration', true)}
        <Select
          className={classes['wide']}
          label={t('register.routeId')}
          size="md"
          searchable
          required
          withAsterisk={false}
          data={routes.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.routeId === '' ? null : draft.routeId}
          onChange={(routeId) => change({ routeId: routeId ?? '' })}
          data-testid="register-routeId"
        />
        {text('plate', true)}
        {text('trailer', false)}
        {time('departBy')}
        {time('arriveBy')}
      </div>
      <Boxes boxes={draft.containers} wrong={wrong} onChange={(containers) => change({ containers })} />
      <FieldErrors error={registering.error} />
      {made !== undefined && registering.isSuccess && (
        <p role="status" className={classes['done']}>
          {t('register.made', { number: made.number })}
        </p>
      )}
      <PrimaryButton size="md" mih={48} loading={registering.isPending} data-testid="register-submit">
        {t(changed === null ? 'register.send' : 'register.save')}
      </PrimaryButton>
      {changed !== null && (
        <Button variant="default" size="md" mih={48} onClick={onLeave} data-testid="register-leave">
          {t('register.leave')}
        </Button>
      )}
    </form>
  );
}

interface BoxesProps {
  boxes: readonly Box[];
  wrong: readonly number[];
  onChange(boxes: readonly Box[]): void;
}

function Boxes({ boxes, wrong, onChange }: BoxesProps) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<Box>) =>
    onChange(boxes.map((box, i) => (i === at ? { ...box, ...part } : box)));
  return (
    <fieldset className={classes['boxes']}>
      <legend>{t('register.containers')}</legend>
      {boxes.map((box, i) => (
        <div key={i} className={classes['box']}>
          {(['number', 'sealId', 'carrierSeal'] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`register.box_${name}`)}
              size="md"
              maxLength={50}
              required={name === 'number'}
              withAsterisk={false}
              autoComplete="off"
              error={name === 'number' && wrong.includes(i) ? t('register.wrongNumber') : undefined}
              value={box[name]}
              onChange={(event) => change(i, { [name]: event.currentTarget.value })}
              data-testid={`register-box-${name}`}
            />
          ))}
          {boxes.length > 1 && (
            <Button variant="default" size="md" onClick={() => onChange(boxes.filter((_, at) => at !== i))}>
              {t('register.drop')}
            </Button>
          )}
        </div>
      ))}
      <Button variant="default" size="sm" onClick={() => onChange([...boxes, NO_BOX])}>
        {t('register.add')}
      </Button>
      <p className={classes['quiet']}>{t('register.sealHint')}</p>
    </fieldset>
  );
}
