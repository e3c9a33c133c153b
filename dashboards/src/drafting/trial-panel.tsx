import type { TrialAlarmView } from '@haidang/contract';
import { TRIAL_OUTCOMES } from '@haidang/contract';
import { SEE_ALARMS } from '@haidang/domain';
import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmSentence } from '../shared/format/alarm.js';
import { formatContainer } from '../shared/format/container.js';
import { whole } from '../shared/format/number.js';
import { problemInWords } from '../shared/format/problem.js';
import { clock, clockAndDay, date } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { transitPath } from '../transit/address.js';
import { differencesOf } from './differences.js';
import { lackOf, type Draft } from './draft.js';
import { countsOf, trialKey, type Trial, type Trying } from './use-trial.js';
import classes from './drafting.module.css';

const SPANS = [1, 7, 30];

interface TrialPanelProps {
  draft: Draft;
  trying: Trying;
  /** An alarm that was picked on the map. */
  marked: string | undefined;
}

/** Tries what is drawn on what was driven, and tells what would have been raised. */
export function TrialPanel({ draft, trying, marked }: TrialPanelProps) {
  const { t } = useTranslation();
  const { store } = useServices();
  const [days, setDays] = useState(30);
  const { trial } = trying;
  const isOld = trial !== null && differencesOf(trial.draft, draft).some(({ what }) => what !== 'name');
  const isLooking = trial?.standing === 'looking';
  const lack = lackOf(draft);
  // the register wants a name; a trial does not
  const mayBegin = lack === undefined || lack === 'name' || lack === 'id';
  return (
    <section className={classes['part']} aria-label={t('trial.title')} data-testid="trial">
      <div className={classes['head']}>
        <h2>{t('trial.title')}</h2>
      </div>
      <div className={classes['acts']}>
        <NativeSelect
          aria-label={t('trial.days')}
          value={String(days)}
          data={SPANS.map((span) => ({ value: String(span), label: t('trial.lastDays', { count: span }) }))}
          onChange={({ currentTarget: { value } }) => setDays(Number(value))}
        />
        <Button
          size="sm"
          variant="default"
          disabled={!mayBegin}
          onClick={() => trying.begin(draft, t('draft.drawing'), days, store.clock.now())}
          data-testid="trial-begin"
        >
          {t('trial.begin')}
        </Button>
        {isLooking && (
          <Button size="sm" variant="default" onClick={trying.stop} data-testid="trial-stop">
            {t('trial.stop')}
          </Button>
        )}
      </div>
      {trial === null ? (
        <p className={classes['hint']}>{t('trial.what')}</p>
      ) : (
        <Told trial={trial} isOld={isOld} marked={marked} />
      )}
    </section>
  );
}

function Told({ trial, isOld, marked }: { trial: Trial; isOld: boolean; marked: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { looked, missed, untried, items, standing, error } = trial;
  const counts = countsOf(items);
  const seesTransits = useIsOneOf(SEE_ALARMS);
  const isNothing = standing === 'done' && looked.of === 0;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (marked === undefined) return;
    list.current?.querySelector(`[data-key="${CSS.escape(marked)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  const number = (value: number) => whole(value, language);
  const missing = (
    [
      ['cut', missed.cut],
      ['silent', missed.silent],
      ['tooOld', missed.tooOld],
    ] as const
  ).filter(([, count]) => count > 0);
  return (
    <>
      <p className={classes['answer']} role="status" data-testid="trial-answer" data-standing={standing}>
        {isNothing
          ? t(seesTransits ? 'trial.noTransit' : 'trial.seesNone')
          : t('trial.answer', {
              raised: number(counts.raised),
              gone: number(counts.gone),
              changed: number(counts.changed),
              same: number(counts.same),
            })}
      </p>
      {!isNothing && (
        <p className={classes['hint']} data-testid="trial-looked">
          {t(standing === 'looking' ? 'trial.looking' : 'trial.looked', {
            transits: number(looked.transits),
            of: number(looked.of),
            fixes: number(looked.fixes),
          })}
        </p>
      )}
      {standing === 'stopped' && <p className={classes['hint']}>{t('trial.stopped')}</p>}
      {standing === 'failed' && error !== null && (
        <p role="alert" className={classes['problem']}>
          {t('acts.failed', { detail: problemInWords(error, t) })}
        </p>
      )}
      {isOld && (
        <p className={classes['problem']} role="status">
          {t('trial.old')}
        </p>
      )}
      {missing.map(([what, count]) => (
        <p key={what} className={classes['hint']}>
          {t(`trialMissed.${what}`, { number: number(count) })}
        </p>
      ))}
      {untried.length > 0 && (
        <p className={classes['hint']}>
          {t('trial.untried', { kinds: untried.map((kind) => word(t, 'alarm', kind)).join(', ') })}
        </p>
      )}
      <ul ref={list} className={classes['trials']} data-testid="trial-list">
        {TRIAL_OUTCOMES.flatMap((outcome) => items.filter((one) => one.outcome === outcome)).map((alarm) => (
          <TrialRow key={trialKey(alarm)} alarm={alarm} isMarked={trialKey(alarm) === marked} />
        ))}
      </ul>
    </>
  );
}

/** An alarm of a trial, and the way to the transit at that moment. */
function TrialRow({ alarm, isMarked }: { alarm: TrialAlarmView; isMarked: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const { outcome, severity, start, end, transitId, transitNumber, containerNumber, now } = alarm;
  return (
    <li data-key={trialKey(alarm)} data-outcome={outcome} data-marked={isMarked}>
      <a href={`${transitPath(transitId)}?at=${encodeURIComponent(start)}`} target="_blank" rel="noreferrer">
        <StateMark
          state={severity}
          size={14}
          stale={outcome === 'gone'}
          label={word(t, 'severity', severity)}
        />
        <span>
          <b>{t(`trialOutcome.${outcome}`)}</b> {alarmSentence(alarm, t, language)}
        </span>
        <small>
          {spanOf(start, end, store.clock.now())} · {transitNumber} · {formatContainer(containerNumber)}
        </small>
        {now !== undefined && (
          <small>{t('trial.now', { span: spanOf(now.start, now.end, store.clock.now()) })}</small>
        )}
      </a>
    </li>
  );

  function spanOf(from: string, to: string | undefined, at: number): string {
    const begins = clockAndDay(from, at, language);
    if (to === undefined) return t('trial.open', { from: begins });
    const isSameDay = date(from, language) === date(to, language);
    return `${begins} – ${isSameDay ? clock(to, language) : clockAndDay(to, at, language)}`;
  }
}
