import { Button, FileInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { importTransits } from '../shared/api/transits.js';
import { useWork } from '../shared/use-work.js';
import { Working } from '../shared/ui/working.js';
import { FieldErrors } from './field-errors.js';
import classes from './carrier.module.css';

/** Columns in their order, and one line that shows how they are filled in. */
const SAMPLE = [
  'number;declaration;from;to;routeId;plate;trailer;container;sealId;carrierSeal;departBy;arriveBy',
  'QT-0412;TK-106512340010;LACHHUYEN;HUUNGHI;LACHHUYEN-HUUNGHI;15C-123.45;15R-012.34;CSQU3054383;;ML-VN7301;27/11/2026 08:00;27/11/2026 18:00',
  'QT-0412;;;;;;;TCNU7200794;;ML-VN7302;;',
].join('\r\n');

/** Registers many transits of a file: all, or none and every error by its line. */
export function ImportForm() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const importing = useWork(importTransits, () => {
    setFile(null);
    void queries.invalidateQueries({ queryKey: ['transits'] });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file !== null) importing.mutate(file);
  };
  return (
    <form className={classes['form']} onSubmit={submit} data-testid="import-form">
      <div className={classes['title']}>
        <h2>{t('import.title')}</h2>
        <Button
          component="a"
          variant="default"
          size="sm"
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE)}`}
          download="transits.csv"
        >
          {t('import.sample')}
        </Button>
      </div>
      <p className={classes['quiet']}>{t('import.text')}</p>
      <FileInput
        aria-label={t('import.file')}
        placeholder={t('import.file')}
        size="md"
        accept=".csv,text/csv"
        clearable
        clearButtonProps={{ 'aria-label': t('pictures.clear') }}
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          importing.reset();
        }}
        data-testid="import-file"
      />
      <FieldErrors error={importing.error} />
      <Working work={importing} what={t('import.under')} left={t('import.left')} />
      {importing.data !== undefined && (
        <p role="status" className={classes['done']}>
          {t('import.made', { count: importing.data.items.length })}
        </p>
      )}
      <PrimaryButton
        size="md"
        mih={48}
        disabled={file === null}
        loading={importing.isPending}
        data-testid="import-submit"
      >
        {t('import.send')}
      </PrimaryButton>
    </form>
  );
}
