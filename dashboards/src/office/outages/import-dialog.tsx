import { Button, FileInput, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { gatesQuery } from '../../shared/api/queries.js';
import { fieldProblemInWords } from '../../shared/format/field-problem.js';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { ActDialog } from '../../shared/ui/act-dialog.js';
import form from '../../shared/ui/act-dialog.module.css';
import { useWork } from '../../shared/use-work.js';
import { Working } from '../../shared/ui/working.js';
import { ActProblem } from '../act-problem.js';
import { useOwnPlaces } from '../use-own-places.js';
import classes from '../office.module.css';
import { enterPaper, outagesQuery } from './api.js';
import { lineErrors, type LineError } from './line-errors.js';

interface ImportDialogProps {
  opened: boolean;
  place: string | undefined;
  onClose(): void;
}

/** What was written on paper is entered: a spreadsheet's file, all of it or nothing. */
export function ImportDialog({ opened, place, onClose }: ImportDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered size={640}>
      <Modal.Overlay />
      <ActDialog title={t('outage.enter')} testId="import-dialog" onClose={onClose}>
        <ImportForm place={place} onClose={onClose} />
      </ActDialog>
    </Modal.Root>
  );
}

function ImportForm({ place, onClose }: Omit<ImportDialogProps, 'opened'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, store } = useServices();
  const queries = useQueryClient();
  const places = useOwnPlaces() ?? [];
  const [named, setNamed] = useState(place);
  const [gateId, setGateId] = useState('');
  const [outageId, setOutageId] = useState('');
  const [vouchedBy, setVouchedBy] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const facilityId = named ?? places[0]?.id;
  const gates = useQuery(gatesQuery).data?.filter((gate) => gate.facilityId === facilityId) ?? [];
  const entries =
    useQuery({ ...outagesQuery(facilityId ?? ''), enabled: facilityId !== undefined }).data ?? [];
  const outages = entries.flatMap((one) => (one.what === 'outage' ? one.outage : []));
  const whole = {
    ...(gateId !== '' && { gateId }),
    ...(outageId !== '' && { outageId }),
    ...(vouchedBy.trim() !== '' && { vouchedBy: vouchedBy.trim() }),
  };
  const entering = useWork(
    (csv: File, signal) => enterPaper(facilityId!, csv, whole, signal),
    async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['outages'] });
      onClose();
      state.chooseItem(id);
    },
  );
  const errors = lineErrors(entering.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (facilityId !== undefined && file !== null) entering.mutate(file);
  };
  return (
    <form className={form['form']} onSubmit={submit}>
      <p>{t('paper.text')}</p>
      <NativeSelect
        label={t('office.place')}
        value={facilityId ?? ''}
        data={places.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => {
          setNamed(event.currentTarget.value);
          setGateId('');
          setOutageId('');
        }}
      />
      <NativeSelect
        label={t('gatehouse.gate')}
        value={gateId}
        data={[
          { value: '', label: t('paper.ofLine') },
          ...gates.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => setGateId(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('paper.outage')}
        value={outageId}
        data={[
          { value: '', label: t('paper.noOutage') },
          ...outages.map(({ id, beganAt, reason }) => ({
            value: id,
            label: `${clockAndDay(beganAt, store.clock.now(), language)} · ${reason}`,
          })),
        ]}
        onChange={(event) => setOutageId(event.currentTarget.value)}
      />
      <TextInput
        label={t('paper.vouchedBy')}
        description={t('paper.vouchedText')}
        maxLength={100}
        value={vouchedBy}
        onChange={(event) => setVouchedBy(event.currentTarget.value)}
      />
      <FileInput
        label={t('paper.file')}
        placeholder={t('paper.chooseFile')}
        accept=".csv,.txt,.tsv,text/csv"
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          entering.reset();
        }}
        data-testid="paper-file"
      />
      {errors.length > 0 && <Errors errors={errors} />}
      {errors.length === 0 && <ActProblem error={entering.error} />}
      <Working work={entering} what={t('import.under')} left={t('import.left')} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton
          size="md"
          disabled={file === null}
          loading={entering.isPending}
          data-testid="paper-submit"
        >
          {t('outage.enter')}
        </PrimaryButton>
      </div>
    </form>
  );
}

/** Nothing was taken: each line that is wrong, and what about it. */
function Errors({ errors }: { errors: readonly LineError[] }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className={classes['errors']} data-testid="paper-errors">
      <strong>{t('paper.refused', { count: errors.length })}</strong>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('paper.line')}</th>
            <th scope="col">{t('paper.column')}</th>
            <th scope="col">{t('paper.problem')}</th>
          </tr>
        </thead>
        <tbody>
          {errors.map((one, i) => (
            <tr key={i}>
              <td>{one.line === 0 ? '–' : one.line}</td>
              <td>{one.field}</td>
              <td>{fieldProblemInWords(one, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
