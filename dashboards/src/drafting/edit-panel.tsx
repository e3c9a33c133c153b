import { Button, NativeSelect, TextInput } from '@mantine/core';
import { ZONE_KINDS } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../centre/use-keys.js';
import { ActProblem } from '../office/act-problem.js';
import { PrimaryButton } from '../session/primary-button.js';
import { facilitiesQuery } from '../shared/api/queries.js';
import { CalendarField } from './calendar-field.js';
import { ChangeNote } from './change-note.js';
import { idOf, lackOf, type Draft, type ZoneDraft } from './draft.js';
import { LegFields } from './leg-fields.js';
import { LimitFields } from './limit-fields.js';
import { PartList } from './part-list.js';
import { KEYS, STROKES_OF } from './strokes.js';
import type { Editing } from './use-editing.js';
import classes from './drafting.module.css';

/** A draft: what the hand does, what is typed of it, and what becomes of it. */
export function EditPanel({ editing }: { editing: Editing }) {
  const { t } = useTranslation();
  const draft = editing.draft!;
  const { isChanged, canUndo, stroke, setStroke, undo } = editing;
  const [asks, setAsks] = useState(false);
  const lack = lackOf(draft);
  const strokes = STROKES_OF[draft.what];
  const leave = () => (isChanged ? setAsks(true) : editing.leave());
  useKeys({
    ...Object.fromEntries(strokes.map((one) => [KEYS[one], () => setStroke(one)])),
    u: undo,
    Delete: () => editing.removePart(),
  });
  return (
    <form
      className={classes['part']}
      aria-label={t('draft.drawing')}
      data-testid="draft-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (lack === undefined) editing.save();
      }}
    >
      <div className={classes['head']}>
        <h1>{draft.isNew ? t(`draftNew.${draft.what}`) : draft.name}</h1>
        {!draft.isNew && <small>{draft.id}</small>}
      </div>
      <div className={classes['tools']} role="toolbar" aria-label={t('draft.tools')}>
        {strokes.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === stroke}
            title={`${t(`stroke.${one}`)} (${KEYS[one].toUpperCase()})`}
            onClick={() => setStroke(one)}
            data-testid={`stroke-${one}`}
          >
            {t(`stroke.${one}`)}
          </button>
        ))}
        <button
          type="button"
          disabled={!canUndo}
          title={`${t('draft.undo')} (U)`}
          onClick={undo}
          data-testid="draft-undo"
        >
          {t('draft.undo')}
        </button>
      </div>
      <p className={classes['hint']}>{t(`strokeHint.${stroke}`)}</p>
      <TextInput
        label={t('draft.name')}
        value={draft.name}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => editing.change({ ...draft, name: value }, 'name')}
        data-testid="draft-name"
      />
      {draft.isNew && (
        <TextInput
          label={t('draft.id')}
          value={draft.id}
          maxLength={64}
          placeholder={idOf(draft)}
          onChange={({ currentTarget: { value } }) => editing.change({ ...draft, id: value }, 'id')}
          data-testid="draft-id"
        />
      )}
      {draft.what === 'zones' ? (
        <>
          <PartList draft={draft} editing={editing} />
          <ZoneFields draft={draft} onChange={editing.change} />
        </>
      ) : (
        <>
          <PlaceOf field="from" draft={draft} onChange={editing.change} />
          <PlaceOf field="to" draft={draft} onChange={editing.change} />
          <LegFields draft={draft} editing={editing} />
          <LimitFields draft={draft} onChange={editing.change} />
        </>
      )}
      <ActProblem error={editing.error} />
      {editing.theirs !== null && (
        <div className={classes['conflict']} role="alert" data-testid="draft-conflict">
          <p>{t('draft.conflict')}</p>
          <div className={classes['acts']}>
            <Button
              size="sm"
              variant="default"
              onClick={() => editing.settle('mine')}
              data-testid="keep-mine"
            >
              {t('draft.keepMine')}
            </Button>
            <Button size="sm" variant="default" onClick={() => editing.settle('theirs')}>
              {t('draft.takeTheirs')}
            </Button>
          </div>
        </div>
      )}
      {asks && (
        <div className={classes['conflict']} role="alert" data-testid="draft-leaving">
          <p>{t('draft.unsaved')}</p>
          <div className={classes['acts']}>
            <Button size="sm" variant="default" onClick={() => setAsks(false)}>
              {t('draft.goOn')}
            </Button>
            <Button size="sm" variant="default" onClick={editing.leave} data-testid="draft-throw">
              {t('draft.throw')}
            </Button>
          </div>
        </div>
      )}
      {!draft.isNew && isChanged && editing.start !== null && (
        <ChangeNote before={editing.start} now={draft} />
      )}
      {lack !== undefined && (
        <p className={classes['hint']} data-testid="draft-lack">
          {t(`draftLack.${lack}`)}
        </p>
      )}
      <div className={classes['acts']}>
        <PrimaryButton
          size="sm"
          disabled={lack !== undefined || !isChanged || editing.theirs !== null}
          loading={editing.isSaving}
          data-testid="draft-save"
        >
          {t('draft.save')}
        </PrimaryButton>
        <Button size="sm" variant="default" onClick={leave} data-testid="draft-leave">
          {t('override.leave')}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps<D> {
  draft: D;
  onChange(draft: Draft, field?: string): void;
}

function ZoneFields({ draft, onChange }: FieldsProps<ZoneDraft>) {
  const { t } = useTranslation();
  const facilities = useQuery(facilitiesQuery).data ?? [];
  const { geometry, kind } = draft;
  return (
    <>
      <NativeSelect
        label={t('draft.kind')}
        value={kind}
        data={ZONE_KINDS.map((one) => ({ value: one, label: t(`zoneKind.${one}`) }))}
        onChange={({ currentTarget: { value } }) => onChange({ ...draft, kind: value as ZoneDraft['kind'] })}
        data-testid="draft-kind"
      />
      {kind === 'facility' && (
        <NativeSelect
          label={t('draft.facility')}
          value={draft.facilityId}
          data={[
            { value: '', label: t('draft.noFacility') },
            ...facilities.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) => onChange({ ...draft, facilityId: value })}
        />
      )}
      {geometry?.type === 'Circle' && (
        <TextInput
          label={t('draft.radiusMetres')}
          inputMode="numeric"
          value={String(geometry.radius)}
          onChange={({ currentTarget: { value } }) => {
            const radius = Number(value.replace(/\D/g, ''));
            if (radius > 0 && radius <= 500_000)
              onChange({ ...draft, geometry: { ...geometry, radius } }, 'radius');
          }}
          data-testid="draft-radius"
        />
      )}
      {kind === 'forbidden' && (
        <CalendarField calendar={draft.calendar} onChange={(calendar) => onChange({ ...draft, calendar })} />
      )}
    </>
  );
}

function PlaceOf({
  field,
  draft,
  onChange,
}: FieldsProps<Extract<Draft, { what: 'routes' }>> & { field: 'from' | 'to' }) {
  const { t } = useTranslation();
  const facilities = useQuery(facilitiesQuery).data ?? [];
  return (
    <NativeSelect
      label={t(field === 'from' ? 'draft.from' : 'draft.to')}
      value={draft[field]}
      data={[
        { value: '', label: t('draft.choosePlace') },
        ...facilities.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={({ currentTarget: { value } }) => onChange({ ...draft, [field]: value })}
      data-testid={`draft-${field}`}
    />
  );
}
