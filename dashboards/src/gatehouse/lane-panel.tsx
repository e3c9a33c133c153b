import type { PassageView } from '@haidang/contract';
import { CUSTOMS, SECOND } from '@haidang/domain';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { CameraPictures } from './camera-pictures.js';
import { GroupedNumber } from './grouped-number.js';
import { HoldReasons } from './hold-reasons.js';
import type { TrustedList } from './offline/list.js';
import { OfflineNote } from './offline/offline-note.js';
import { isGone, standing } from './passages.js';
import { Readings } from './readings.js';
import { Age, OverrideLine } from './seen.js';
import { Verdict } from './verdict.js';
import classes from './lane-panel.module.css';

interface LanePanelProps {
  passage: PassageView;
  /** Where the gate is. */
  facilityId: string;
  /** False: something may have happened since. */
  isCurrent: boolean;
  /** It was decided here, without a network, and has yet to be told. */
  isUntold: boolean;
  /** The list that this gatehouse keeps. */
  kept: TrustedList | null;
  /** Somebody entered it by hand and waits for the answer: it comes into view. */
  isAsked: boolean;
  onLookUp(container: string): void;
  onOverride(passage: PassageView): void;
  /** Null: they may enter no passages. */
  onCorrect: ((passage: PassageView) => void) | null;
  /** Something is otherwise than declared; null: they may tell of nothing. */
  onReport: ((passage: PassageView) => void) | null;
}

/** The truck that stands at a lane: may it go on, and why not. One that has driven on steps back. */
export function LanePanel(props: LanePanelProps) {
  const {
    passage,
    facilityId,
    isCurrent,
    isUntold,
    kept,
    isAsked,
    onLookUp,
    onOverride,
    onCorrect,
    onReport,
  } = props;
  const { t } = useTranslation();
  const now = useServerNow(10 * SECOND);
  const mayOverride = useIsOneOf(CUSTOMS);
  const verdict = standing(passage);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isAsked) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [isAsked, passage.id]);
  const { lane, direction, container, time, images = [] } = passage;
  return (
    <article
      ref={panel}
      className={classes['panel']}
      data-testid="lane"
      data-lane={lane ?? ''}
      data-passage={passage.id}
      data-verdict={verdict}
      data-quiet={!isCurrent || isGone(passage, now) || undefined}
    >
      <header className={classes['head']}>
        <h2>{lane === undefined ? t('gatehouse.noLane') : t('gatehouse.lane', { lane })}</h2>
        <span>{t(`direction.${direction}`)}</span>
        <Age time={time} />
      </header>
      <div className={classes['verdict']}>
        <Verdict verdict={verdict} size="large" />
      </div>
      <div className={classes['body']}>
        <CameraPictures images={images} />
        <p className={classes['number']}>
          {container === undefined ? t('gatehouse.noContainer') : <GroupedNumber number={container} />}
        </p>
        <Readings passage={passage} facilityId={facilityId} kept={kept} />
        <OverrideLine passage={passage} />
        <OfflineNote passage={passage} isUntold={isUntold} list={kept} />
        <HoldReasons passage={passage} onLookUp={onLookUp} />
        <div className={classes['acts']}>
          {onCorrect !== null && (
            <button type="button" onClick={() => onCorrect(passage)} data-testid="correct">
              {t('gatehouse.correct')}
            </button>
          )}
          {onReport !== null && (
            <button type="button" onClick={() => onReport(passage)} data-testid="report-truck">
              {t('discrepancy.open')}
            </button>
          )}
          {mayOverride && !isUntold && (
            <button
              type="button"
              className={classes['override']}
              onClick={() => onOverride(passage)}
              data-testid="override-open"
            >
              {t(verdict === 'hold' ? 'override.pass' : 'override.hold')}
            </button>
          )}
        </div>
      </div>
    </article>
  );
}
