import { Button, FileInput, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { fieldProblemInWords } from '../../shared/format/field-problem.js';
import { ActDialog } from '../../shared/ui/act-dialog.js';
import form from '../../shared/ui/act-dialog.module.css';
import { useWork } from '../../shared/use-work.js';
import { Working } from '../../shared/ui/working.js';
import { ActProblem } from '../act-problem.js';
import { lineErrors } from '../outages/line-errors.js';
import classes from '../office.module.css';
import { importDevices } from './api.js';
import { ToldSecrets } from './told-secrets.js';

const SAMPLE = 'kind,id\nseal,VN000101\nseal,VN000102\ngate,G-LACHHUYEN-1\n';

/** All devices of a file get their credentials, or none and each line that is wrong. */
export function ImportDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered size={640}>
      <Modal.Overlay />
      <ActDialog title={t('device.import')} testId="device-import" onClose={onClose}>
        <ImportForm onClose={onClose} />
      </ActDialog>
    </Modal.Root>
  );
}

function ImportForm({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const importing = useWork(importDevices, () => void queries.invalidateQueries({ queryKey: ['devices'] }));
  const errors = lineErrors(importing.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file !== null) importing.mutate(file);
  };
  if (importing.data !== undefined)
    return (
      <div className={form['form']}>
        <ToldSecrets items={importing.data.items} />
        <Button variant="default" size="md" onClick={onClose}>
          {t('card.close')}
        </Button>
      </div>
    );
  return (
    <form className={form['form']} onSubmit={submit}>
      <p>{t('device.importText')}</p>
      <p>
        <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE)}`} download="devices.csv">
          {t('import.sample')}
        </a>
      </p>
      <FileInput
        label={t('import.file')}
        placeholder={t('import.file')}
        accept=".csv,.txt,text/csv"
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          importing.reset();
        }}
        data-testid="device-file"
      />
      {errors.length > 0 && (
        <div role="alert" className={classes['errors']} data-testid="device-errors">
          <strong>{t('device.refused', { count: errors.length })}</strong>
          <ul className={classes['plain']}>
            {errors.map((one, i) => (
              <li key={i}>
                {one.line !== 0 && <b>{t('register.line', { line: one.line })} </b>}
                {fieldProblemInWords(one, t)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {errors.length === 0 && <ActProblem error={importing.error} />}
      <Working work={importing} what={t('import.under')} left={t('import.left')} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton
          size="md"
          disabled={file === null}
          loading={importing.isPending}
          data-testid="device-import-submit"
        >
          {t('import.send')}
        </PrimaryButton>
      </div>
    </form>
  );
}
