import type { Position, SealView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { whole } from '../shared/format/number.js';
import { clockAndDay } from '../shared/format/time.js';
import { word } from '../shared/i18n/index.js';
import { isStale } from '../shared/map/marks/mark.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import { Icon } from '../shared/ui/icon.js';
import { StateMark } from '../shared/ui/state-mark.js';
import classes from './container-card.module.css';

interface SealFactsProps {
  sealId: string;
  /** Of the feed, while the seal is in view. */
  live: Position | undefined;
  /** Of the register, for a seal out of view. */
  seal: SealView | undefined;
}

/** Below this a battery is drawn as low, percent. */
const LOW_BATTERY = 20;

/** A seal of the register is stale when it missed three of its intervals, as in the feed. */
const MISSED = 3;

export function SealFacts({ sealId, live, seal }: SealFactsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(SECOND);
  const time = live?.time ?? seal?.lastFix?.time;
  const staleAfter = live?.staleAfter ?? (seal?.interval ?? 0) * MISSED * SECOND;
  const stale = time !== undefined && isStale({ time, staleAfter }, now);
  const speed = live === undefined ? seal?.lastFix?.speed : live.speed;
  const battery = (live === undefined ? seal?.battery : live.battery) ?? null;
  const lock = (live === undefined ? seal?.lock : live.lock) ?? 'unknown';
  return (
    <ul className={classes['facts']}>
      <li>
        {live !== undefined && <StateMark state={live.state} stale={stale} size={14} />}
        {t('card.seal', { id: sealId })}
      </li>
      {live !== undefined && <li>{t(`markState.${live.state}`)}</li>}
      <li>
        <Battery percent={battery} />
        {battery === null
          ? t('card.batteryUnknown')
          : t('card.battery', { percent: whole(battery, language) })}
      </li>
      <li>
        <Icon name={lock === 'locked' ? 'lock' : 'unlock'} size={15} />
        {word(t, 'lock', lock)}
      </li>
      <li>
        {speed === null || speed === undefined
          ? t('card.speedUnknown')
          : t('card.speed', { speed: whole(speed, language) })}
      </li>
      <li data-stale={stale}>
        {time === undefined
          ? t('card.noFix')
          : t(stale ? 'card.staleFix' : 'card.lastFix', { time: clockAndDay(time, now, language) })}
      </li>
    </ul>
  );
}

function Battery({ percent }: { percent: number | null }) {
  const share = Math.min(100, Math.max(0, percent ?? 0)) / 100;
  return (
    <svg width={22} height={12} viewBox="0 0 22 12" aria-hidden>
      <rect
        x={0.7}
        y={0.7}
        width={18}
        height={10.6}
        rx={2}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.3}
      />
      <rect x={19.6} y={3.6} width={1.8} height={4.8} rx={0.6} fill="currentColor" />
      {percent !== null && (
        <rect
          x={2.5}
          y={2.5}
          width={14.4 * share}
          height={7}
          fill="currentColor"
          opacity={percent < LOW_BATTERY ? 1 : 0.7}
        />
      )}
    </svg>
  );
}
