import type { AlarmLineView, AlarmView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { IncidentNote } from '../carrier/incident-note.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { alarmReason } from '../shared/format/reason.js';
import { clockAndDay, type Language } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServices } from '../shared/services.js';
import { transitPath } from '../transit/address.js';
import { Icon } from '../shared/ui/icon.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { AlarmEvidence } from './alarm-evidence.js';
import { HandNote } from './alarm-hand.js';
import type { DeskDialog } from './desk-dialogs.js';
import { FieldResponse } from './field-response.js';
import { may, type Desk } from './use-desk.js';
import classes from './alarm-file.module.css';

const ACTS = [
  ['comment', 'C'],
  ['assign', 'T'],
  ['escalate', 'E'],
  ['shelve', 'H'],
  ['dispatch', 'D'],
] as const satisfies readonly (readonly [DeskDialog, string])[];

interface AlarmFileProps {
  alarm: AlarmView;
  desk: Desk;
  onClose(): void;
}

/** The chosen alarm: why it opened, who has it, who did what with it and when, and what can be done besides. */
export function AlarmFile({ alarm, desk, onClose }: AlarmFileProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { hasTransits } = useServices().desk;
  const reason = alarmReason(alarm, t, language);
  return (
    <section
      className={classes['file']}
      aria-label={t('file.label')}
      data-testid="alarm-file"
      data-alarm={alarm.id}
    >
      <header className={classes['head']}>
        <StateMark state={alarm.severity} size={18} label={t(`severity.${alarm.severity}`)} />
        <h2>{alarmSentence(alarm, t, language)}</h2>
        <button
          type="button"
          aria-label={t('card.close')}
          title={`${t('card.close')} (Esc)`}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      {reason !== undefined && <p className={classes['reason']}>{reason}</p>}
      {[alarm.transitId, alarm.otherTransitId].map(
        (id) => id !== undefined && <Reported key={id} transitId={id} />,
      )}
      <HandNote alarm={alarm} className={classes['hand']} />
      {desk.mayAct && (
        <div className={classes['acts']}>
          {ACTS.filter(([what]) => may(what, alarm)).map(([what, key]) => (
            <button
              key={what}
              type="button"
              data-testid={`file-${what}`}
              onClick={() => desk.ask(what, alarm)}
            >
              <kbd>{key}</kbd> {t(`desk.${what}`)}
            </button>
          ))}
        </div>
      )}
      {hasTransits && alarm.transitId !== undefined && (
        <a
          className={classes['door']}
          href={`${transitPath(alarm.transitId)}?at=${encodeURIComponent(alarm.start)}`}
        >
          {t('transit.openPage')}
        </a>
      )}
      <FieldResponse alarm={alarm} desk={desk} />
      <AlarmEvidence alarm={alarm} />
      <History alarm={alarm} />
    </section>
  );
}

/** What the carrier reported of the way, before the alarm or after it. */
function Reported({ transitId }: { transitId: string }) {
  const transit = useQuery(useServices().desk.transit(transitId)).data;
  return transit !== undefined && <IncidentNote transit={transit} pictures afterwards />;
}

/** The newest line first: what somebody said last is what the next one has to know. */
function History({ alarm }: { alarm: AlarmView }) {
  const { t } = useTranslation();
  const { store, desk } = useServices();
  const language = useLanguage();
  const history = useQuery(desk.history(alarm.id));
  if (history.isError) return <p className={classes['quiet']}>{t('file.failed')}</p>;
  const now = store.clock.now();
  return (
    <ol className={classes['lines']} aria-label={t('file.history')} tabIndex={0}>
      {(history.data ?? []).toReversed().map((line, index) => (
        <li key={`${line.at} ${line.what} ${index}`}>
          <time dateTime={line.at}>{clockAndDay(line.at, now, language)}</time>
          <span>
            {sentenceOf(line, t, language, now)}
            {textOf(line) !== undefined && <q>{textOf(line)}</q>}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** `Lan P.: Giao xử lý → Minh`, `Hệ thống: Mở cảnh báo`. */
function sentenceOf(line: AlarmLineView, t: TFunction, language: Language, now: number): string {
  const who = line.by ?? t('file.platform');
  const { to, ending, until, patrol, state, outcome, from, acknowledgedBy } = line.data;
  const what = word(t, 'alarmLine', line.what);
  if (typeof to === 'string') return t('file.lineTo', { who, what, to });
  if (line.what === 'dispatch') return t('file.lineTo', { who, what, to: patrol });
  if (line.what === 'field' && typeof state === 'string') {
    const found =
      typeof outcome === 'string' ? word(t, 'fieldOutcome', outcome) : word(t, 'fieldState', state);
    return t('file.lineTo', { who, what: patrol, to: found });
  }
  if (line.what === 'resolve' && typeof ending === 'string')
    return t('file.lineTo', { who, what, to: word(t, 'ending', ending) });
  if (line.what === 'worsened' && typeof from === 'string')
    return t(typeof acknowledgedBy === 'string' ? 'file.worsenedUnder' : 'file.worsened', {
      ...{ who, name: acknowledgedBy, from: word(t, 'severity', from) },
    });
  if (line.what === 'shelve' && typeof until === 'string')
    return t('file.lineTo', { who, what, to: clockAndDay(until, now, language) });
  return t('file.line', { who, what });
}

function textOf({ data }: AlarmLineView): string | undefined {
  const said = data['text'] ?? data['reason'] ?? data['message'];
  return typeof said === 'string' && said !== '' ? said : undefined;
}
