import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { clockWithSeconds, date } from '../shared/format/time.js';
import { useLanguage } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { Icon } from '../shared/ui/icon.js';
import { StateMark } from '../shared/ui/state-mark.js';
import type { Player } from './player.js';
import { faster, seek, SPEEDS, step, toggle } from './replay.js';
import type { Story } from './story.js';
import classes from './transit.module.css';

/** So many alarms are marked over the slider; more of them would be one smear. */
const MOST_TICKS = 200;

/** The replay's time: what it is, play and pause, how fast, and a slider over the whole with the alarms marked on it. */
export function ReplayBar({ stories, player }: { stories: readonly Story[]; player: Player }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const replay = useSignal(player.replay);
  useReplayKeys(player);
  const { from, to, at, speed, isPlaying } = replay;
  const whole = to - from || 1;
  return (
    <section className={classes['replay']} aria-label={t('replay.label')} data-testid="replay">
      <button
        type="button"
        className={classes['play']}
        aria-label={t(isPlaying ? 'replay.pause' : 'replay.play')}
        title={`${t(isPlaying ? 'replay.pause' : 'replay.play')} (Space)`}
        data-testid="replay-play"
        onClick={() => player.change(toggle)}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} size={22} />
      </button>
      <output className={classes['now']} data-testid="replay-now" data-at={Math.round(at)}>
        <b>{clockWithSeconds(at, language)}</b>
        <span>{date(at, language)}</span>
      </output>
      <div className={classes['slide']}>
        <Ticks stories={stories} from={from} to={to} />
        <input
          type="range"
          min={0}
          max={1_000}
          step="any"
          value={((at - from) / whole) * 1_000}
          aria-label={t('replay.time')}
          aria-valuetext={`${clockWithSeconds(at, language)} ${date(at, language)}`}
          data-testid="replay-slider"
          onChange={({ target }) => {
            const share = Number(target.value) / 1_000;
            player.change((now) => seek(now, now.from + share * (now.to - now.from)));
          }}
        />
        <span className={classes['ends']} aria-hidden>
          <span>{clockWithSeconds(from, language).slice(0, 5)}</span>
          <span>{clockWithSeconds(to, language).slice(0, 5)}</span>
        </span>
      </div>
      <div className={classes['speed']}>
        <button
          type="button"
          aria-label={t('replay.slower')}
          title={`${t('replay.slower')} (−)`}
          disabled={speed === SPEEDS[0]}
          onClick={() => player.change((now) => faster(now, -1))}
        >
          <Icon name="minus" size={16} />
        </button>
        <output aria-label={t('replay.speed')} data-testid="replay-speed">
          {speed}×
        </output>
        <button
          type="button"
          aria-label={t('replay.faster')}
          title={`${t('replay.faster')} (+)`}
          data-testid="replay-faster"
          disabled={speed === SPEEDS.at(-1)}
          onClick={() => player.change((now) => faster(now, 1))}
        >
          <Icon name="plus" size={16} />
        </button>
      </div>
    </section>
  );
}

/** Alarms over the slider, each where it began. */
function Ticks({ stories, from, to }: { stories: readonly Story[]; from: number; to: number }) {
  const alarms = useMemo(
    () =>
      stories.flatMap(({ alarms: own }) => own.map(({ id, severity, start }) => ({ id, severity, start }))),
    [stories],
  );
  return (
    <span className={classes['ticks']} aria-hidden>
      {alarms.slice(0, MOST_TICKS).map(({ id, severity, start }) => (
        <i key={id} style={{ left: `${((Date.parse(start) - from) / (to - from || 1)) * 100}%` }}>
          <StateMark state={severity} size={10} />
        </i>
      ))}
    </span>
  );
}

/** Keys of the replay, wherever the eye is, but not while somebody writes. */
function useReplayKeys(player: Player): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target, event.key)) return;
      const move = MOVES[event.key];
      if (move === undefined) return;
      event.preventDefault();
      move(player);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [player]);
}

const MOVES: Readonly<Record<string, (player: Player) => void>> = {
  ' ': (player) => player.change(toggle),
  ArrowLeft: (player) => player.change((now) => step(now, -1)),
  ArrowRight: (player) => player.change((now) => step(now, 1)),
  PageDown: (player) => player.change((now) => seek(now, now.at - (now.to - now.from) / 10)),
  PageUp: (player) => player.change((now) => seek(now, now.at + (now.to - now.from) / 10)),
  Home: (player) => player.change((now) => seek(now, now.from)),
  End: (player) => player.change((now) => seek(now, now.to)),
  '+': (player) => player.change((now) => faster(now, 1)),
  '=': (player) => player.change((now) => faster(now, 1)),
  '-': (player) => player.change((now) => faster(now, -1)),
};

/** A text takes every key, the map its arrows, a button its space. The slider's own keys are the replay's. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && target.type === 'range') return false;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable) return true;
  if (target.tagName === 'CANVAS' || target.closest('[role=menu], [role=dialog]') !== null) return true;
  return key === ' ' && target.closest('button, a, summary') !== null;
}
