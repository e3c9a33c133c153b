import { CASE_KINDS, isContainerNumber, normaliseContainerNumber, type CaseKind } from '@haidang/domain';
import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { word } from '../../shared/i18n/index.js';
import { useServices } from '../../shared/services.js';
import { ActDialog } from '../../shared/ui/act-dialog.js';
import form from '../../shared/ui/act-dialog.module.css';
import { ActProblem } from '../act-problem.js';
import { useOwnPlaces } from '../use-own-places.js';
import { openCase } from './api.js';

/** Somebody found what does not agree. */
export function NewCaseDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered size={520}>
      <Modal.Overlay />
      <ActDialog title={t('caseDo.open')} testId="new-case-dialog" onClose={onClose}>
        <NewCaseForm onClose={onClose} />
      </ActDialog>
    </Modal.Root>
  );
}

function NewCaseForm({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const places = useOwnPlaces() ?? [];
  const [place, setPlace] = useState('');
  const [kind, setKind] = useState<CaseKind>('other');
  const [number, setNumber] = useState('');
  const [description, setDescription] = useState('');
  const container = normaliseContainerNumber(number);
  const isWrong = container !== '' && !isContainerNumber(container);
  const facilityId = place === '' ? places[0]?.id : place;
  const opening = useMutation({
    mutationFn: () =>
      openCase({
        ...{ facilityId, kind, description: description.trim() },
        ...(container !== '' && { container }),
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['cases'] });
      onClose();
      state.chooseItem(id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (facilityId !== undefined && description.trim() !== '' && !isWrong) opening.mutate();
  };
  return (
    <form className={form['form']} onSubmit={submit}>
      <NativeSelect
        label={t('caseFact.place')}
        value={facilityId ?? ''}
        data={places.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => setPlace(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('caseField.kind')}
        value={kind}
        data={CASE_KINDS.map((value) => ({ value, label: word(t, 'caseKind', value) }))}
        onChange={(event) => setKind(CASE_KINDS.find((one) => one === event.currentTarget.value) ?? 'other')}
      />
      <TextInput
        label={t('caseFact.container')}
        value={number}
        maxLength={20}
        error={isWrong ? t('number.form') : undefined}
        onChange={(event) => setNumber(event.currentTarget.value)}
        data-testid="new-case-container"
      />
      <Textarea
        label={t('caseField.description')}
        autosize
        minRows={3}
        maxLength={2_000}
        required
        withAsterisk={false}
        data-autofocus
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        data-testid="new-case-description"
      />
      <ActProblem error={opening.error} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" loading={opening.isPending} data-testid="new-case-submit">
          {t('caseDo.open')}
        </PrimaryButton>
      </div>
    </form>
  );
}
