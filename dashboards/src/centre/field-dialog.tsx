import { FileInput, Radio } from '@mantine/core';
import { FIELD_OUTCOMES, type FieldOutcome } from '@haidang/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../shared/services.js';
import { AlarmDialog, type AlarmDialogProps } from './alarm-dialog.js';
import classes from './alarm-dialog.module.css';

const TYPES = 'image/jpeg,image/png,image/webp,application/pdf';

/** What was found on the spot, with pictures of it. */
export function FieldDialog(props: AlarmDialogProps) {
  const { t } = useTranslation();
  const { desk } = useServices();
  const [outcome, setOutcome] = useState<FieldOutcome>('confirmed');
  const [files, setFiles] = useState<File[]>([]);
  return (
    <AlarmDialog
      {...props}
      {...{ title: t('field.outcomeTitle'), testId: 'field', submit: t('field.finish') }}
      text={{ label: t('field.report'), isOptional: true }}
      act={async (seen, text) => {
        const { patrolId } = seen.response!;
        const evidence: string[] = [];
        for (const file of files) evidence.push(await desk.uploadFrom(patrolId, file));
        return desk.reportFromField(seen, { state: 'done', outcome, ...(text !== '' && { text }), evidence });
      }}
    >
      <Radio.Group label={t('resolve.ending')} value={outcome} onChange={(value) => setOutcome(value)}>
        <div className={classes['choices']}>
          {FIELD_OUTCOMES.map((one) => (
            <Radio key={one} value={one} label={t(`fieldOutcome.${one}`)} data-testid={`field-${one}`} />
          ))}
        </div>
      </Radio.Group>
      {desk.takesPictures && (
        <FileInput
          multiple
          clearable
          clearButtonProps={{ 'aria-label': t('pictures.clear') }}
          size="md"
          label={t('field.pictures')}
          accept={TYPES}
          value={files}
          onChange={setFiles}
          data-testid="field-pictures"
        />
      )}
    </AlarmDialog>
  );
}
