import { PATROL_KINDS, type PatrolKind } from '@haidang/domain';
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { useServices } from '../../shared/services.js';
import { ActDialog } from '../../shared/ui/act-dialog.js';
import form from '../../shared/ui/act-dialog.module.css';
import { ActProblem } from '../act-problem.js';
import { useOwnPlaces } from '../use-own-places.js';
import { addPatrol } from './api.js';

/** One more who may be sent, of a place of the own. */
export function AddDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered size={520}>
      <Modal.Overlay />
      {opened && (
        <ActDialog title={t('patrol.add')} testId="patrol-dialog" onClose={onClose}>
          <AddForm onClose={onClose} />
        </ActDialog>
      )}
    </Modal.Root>
  );
}

function AddForm({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const places = useOwnPlaces() ?? [];
  const [text, setText] = useState({ id: '', name: '', contact: '' });
  const [kind, setKind] = useState<PatrolKind>('patrol');
  const [place, setPlace] = useState<string>();
  const facilityId = place ?? places[0]?.id ?? '';
  const adding = useMutation({
    mutationFn: () => addPatrol({ ...text, id: text.id.trim(), kind, facilityId }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['patrols'] });
      state.chooseItem(id);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (facilityId !== '') adding.mutate();
  };
  return (
    <form className={form['form']} onSubmit={submit}>
      {(['id', 'name', 'contact'] as const).map((name) => (
        <TextInput
          key={name}
          label={t(`patrolField.${name}`)}
          size="md"
          maxLength={100}
          required
          withAsterisk={false}
          autoComplete="off"
          value={text[name]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setText((before) => ({ ...before, [name]: value }));
          }}
          data-testid={`patrol-${name}`}
        />
      ))}
      <NativeSelect
        label={t('patrol.kind')}
        size="md"
        value={kind}
        data={PATROL_KINDS.map((value) => ({ value, label: t(`patrolKind.${value}`) }))}
        onChange={({ currentTarget: { value } }) => setKind(PATROL_KINDS.find((one) => one === value)!)}
      />
      <NativeSelect
        label={t('patrol.base')}
        size="md"
        value={facilityId}
        data={places.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={({ currentTarget: { value } }) => setPlace(value)}
      />
      <ActProblem error={adding.error} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" mih={48} onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" mih={48} loading={adding.isPending} data-testid="patrol-save">
          {t('patrol.save')}
        </PrimaryButton>
      </div>
    </form>
  );
}
