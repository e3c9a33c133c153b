import type { TransitView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { Pictures } from '../office/pictures.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import classes from './carrier.module.css';

interface IncidentNoteProps {
  transit: TransitView;
  /** There is room for them. */
  pictures: boolean;
  /** Also once it has arrived. */
  afterwards?: boolean;
}

/** What was reported last of a transit's way. */
export function IncidentNote({ transit, pictures, afterwards = false }: IncidentNoteProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(MINUTE);
  const { incident, arrivedAt } = transit;
  if (incident === undefined || (arrivedAt !== null && !afterwards)) return null;
  const { kind, text, at, by, evidence = [] } = incident;
  return (
    <div className={classes['incident']} data-testid="incident">
      <p>
        <strong>{t('report.reported', { what: word(t, 'incident', kind) })}</strong> {text}{' '}
        <small>{[clockAndDay(at, now, language), by].filter(Boolean).join(' · ')}</small>
      </p>
      {pictures && evidence.length > 0 && <Pictures ids={evidence} none="" />}
    </div>
  );
}
