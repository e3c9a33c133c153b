import type { TransitView } from '@haidang/contract';
import { ACTS_ON_TRANSITS, INCIDENT_IN } from '@haidang/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsOneOf } from '../shared/session.js';
import { ReportDialog } from './report-dialog.js';
import classes from './carrier.module.css';

/** The one button of a transit under way: something happened, and it is said before it becomes an alarm. */
export function ReportButton({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const mayReport = useIsOneOf(ACTS_ON_TRANSITS);
  const [opened, setOpened] = useState(false);
  if (!mayReport || !INCIDENT_IN.includes(transit.state)) return null;
  return (
    <>
      <button
        type="button"
        className={classes['report']}
        onClick={() => setOpened(true)}
        data-testid="report-problem"
      >
        {t('report.open')}
      </button>
      <ReportDialog transit={opened ? transit : null} onClose={() => setOpened(false)} />
    </>
  );
}
