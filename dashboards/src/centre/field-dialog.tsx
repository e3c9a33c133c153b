import { Radio } from '@mantine/core';
import { FIELD_OUTCOMES, type FieldOutcome } from '@haidang/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../shared/services.js';
import { PicturesField } from '../shared/ui/pictures-field.js';
import { AlarmDialog, type AlarmDialogProps } from './alarm-dialog.js';
import classes from './alarm-dialog.module.css';

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
        const evidence: string[] = [];
        for (const file of files) evidence.push(await desk.uploadFrom(seen, file));
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
        <PicturesField
          label={t('field.pictures')}
          value={files}
          onChange={setFiles}
          testId="field-pictures"
        />
      )}
    </AlarmDialog>
  );
}
