import type { OutageView } from '@haidang/contract';
import { Button, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { timeOfField } from '../../shared/format/moment.js';
import { ActDialog } from '../../shared/ui/act-dialog.js';
import form from '../../shared/ui/act-dialog.module.css';
import { MomentField } from '../../shared/ui/moment-field.js';
import { ActProblem } from '../act-problem.js';
import { useOwnPlaces } from '../use-own-places.js';
import { beginOutage, endOutage } from './api.js';

/** A place's line goes down, or is back. */
export type OutageAct =
  | { readonly begins: true; readonly facilityId: string | undefined }
  | { readonly begins: false; readonly outage: OutageView };

export function OutageDialog({ act, onClose }: { act: OutageAct | null; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={act !== null} onClose={onClose} centered size={520}>
      <Modal.Overlay />
      {act !== null && (
        <ActDialog
          title={t(act.begins ? 'outage.begin' : 'outage.end')}
          testId="outage-dialog"
          onClose={onClose}
        >
          <OutageForm act={act} onClose={onClose} />
        </ActDialog>
      )}
    </Modal.Root>
  );
}

function OutageForm({ act, onClose }: { act: OutageAct; onClose(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const places = useOwnPlaces() ?? [];
  const [place, setPlace] = useState(act.begins ? act.facilityId : act.outage.facilityId);
  const [words, setWords] = useState('');
  const [time, setTime] = useState('');
  const facilityId = place ?? places[0]?.id;
  const acting = useMutation({
    mutationFn: () => {
      const told = timeOfField(time);
      const at = told === undefined ? {} : { at: told };
      const said = words.trim();
      return act.begins
        ? beginOutage(facilityId!, { reason: said, ...at })
        : endOutage(act.outage, { ...(said !== '' && { note: said }), ...at });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['outages'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (facilityId !== undefined && (!act.begins || words.trim() !== '')) acting.mutate();
  };
  const title = t(act.begins ? 'outage.begin' : 'outage.end');
  return (
    <form className={form['form']} onSubmit={submit}>
      <p>{t(act.begins ? 'outage.beginText' : 'outage.endText')}</p>
      {act.begins && (
        <NativeSelect
          label={t('office.place')}
          value={facilityId ?? ''}
          data={places.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setPlace(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={t(act.begins ? 'override.reason' : 'decide.note')}
        autosize
        minRows={2}
        maxLength={500}
        required={act.begins}
        withAsterisk={false}
        data-autofocus
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-testid="outage-words"
      />
      <MomentField
        label={t(act.begins ? 'outage.beganAt' : 'outage.endedAt')}
        description={t('outage.now')}
        value={time}
        onChange={setTime}
        data-testid="outage-time"
      />
      <ActProblem error={acting.error} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" loading={acting.isPending} data-testid="outage-submit">
          {title}
        </PrimaryButton>
      </div>
    </form>
  );
}
