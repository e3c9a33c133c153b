import type { TransitView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { Pictures } from '../office/pictures.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import classes from './carrier.module.css';

/** What was reported last of a transit's way, with its pictures where there is room for them. */
export function IncidentNote({ transit, pictures }: { transit: TransitView; pictures: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(MINUTE);
  const { incident, arrivedAt } = transit;
  if (incident === undefined || arrivedAt !== null) return null;
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
