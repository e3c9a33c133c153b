import { Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RESOLUTIONS, type Resolution } from '../shared/api/alarms.js';
import { useServices } from '../shared/services.js';
import { AlarmDialog, type AlarmDialogProps } from './alarm-dialog.js';
import classes from './alarm-dialog.module.css';

/** An alarm is dealt with: whether it was one, and what was found. */
export function ResolveDialog(props: AlarmDialogProps) {
  const { t } = useTranslation();
  const { desk } = useServices();
  const [ending, setEnding] = useState<Resolution>('true');
  return (
    <AlarmDialog
      {...props}
      title={t('resolve.title')}
      testId="resolve"
      submit={t('queue.resolve')}
      text={{ label: t('resolve.text'), isOptional: true }}
      act={(seen, text) => desk.resolve(seen, ending, text)}
    >
      <Radio.Group label={t('resolve.ending')} value={ending} onChange={(value) => setEnding(value)}>
        <div className={classes['choices']}>
          {RESOLUTIONS.map((one) => (
            <Radio key={one} value={one} label={t(`resolution.${one}`)} data-testid={`resolve-${one}`} />
          ))}
        </div>
      </Radio.Group>
    </AlarmDialog>
  );
}
