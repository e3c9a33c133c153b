import type { TimelineEntry } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmReason } from '../shared/format/reason.js';
import { clockAndDay, clockWithSeconds, date, type Language } from '../shared/format/time.js';
import { asideOf, entrySentence } from '../shared/format/timeline.js';
import { word } from '../shared/i18n/index.js';
import { useLanguage } from '../shared/services.js';
import { Icon, type IconName } from '../shared/ui/icon.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { ENTRY_GROUPS, isLater, isNote, standingAt, type Entry, type EntryGroup } from './entries.js';
import type { Player } from './player.js';
import { upperBound } from './replay.js';
import { SlotMark } from './slot-mark.js';
import classes from './transit.module.css';

const ICONS: Record<EntryGroup, IconName> = {
  seal: 'lock',
  gate: 'pass',
  alarm: 'bell',
  journey: 'arrow',
  people: 'person',
};

interface OneTimelineProps {
  entries: readonly Entry[];
  /** Several transits: each line says whose it is. */
  isMixed: boolean;
  shown: readonly EntryGroup[];
  onShow(groups: readonly EntryGroup[]): void;
  player: Player;
  onPick(entry: Entry): void;
}

/** Everything that happened, in the order of the events' own time, one under the other; what lies ahead of the replay is faint. */
export function OneTimeline({ entries, isMixed, shown, onShow, player, onPick }: OneTimelineProps) {
  const { t } = useTranslation();
  const visible = useMemo(() => entries.filter(({ group }) => shown.includes(group)), [entries, shown]);
  const counts = useMemo(
    () => ENTRY_GROUPS.map((group) => entries.filter((entry) => entry.group === group).length),
    [entries],
  );
  return (
    <section className={classes['timeline']} aria-label={t('transit.timeline')}>
      <div className={classes['groups']} role="group" aria-label={t('transit.show')}>
        {ENTRY_GROUPS.map((group, i) => (
          <button
            key={group}
            type="button"
            aria-pressed={shown.includes(group)}
            data-testid={`show-${group}`}
            onClick={() => onShow(toggled(shown, group))}
          >
            <Icon name={ICONS[group]} size={15} />
            {t(`entryGroup.${group}`)} <b>{counts[i]}</b>
          </button>
        ))}
      </div>
      {visible.length === 0 ? (
        <p className={classes['quiet']}>
          {t(entries.length === 0 ? 'card.timelineEmpty' : 'transit.allHidden')}
        </p>
      ) : (
        <Lines entries={visible} isMixed={isMixed} player={player} onPick={onPick} />
      )}
    </section>
  );
}

/** The last one that is switched off switches all of them on: an empty list answers nothing. */
function toggled(shown: readonly EntryGroup[], group: EntryGroup): readonly EntryGroup[] {
  const isShown = shown.includes(group);
  const next = ENTRY_GROUPS.filter((one) => (one === group ? !isShown : shown.includes(one)));
  return next.length === 0 ? ENTRY_GROUPS : next;
}

function Lines({
  entries,
  isMixed,
  player,
  onPick,
}: Pick<OneTimelineProps, 'entries' | 'isMixed' | 'player' | 'onPick'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const list = useRef<HTMLOListElement>(null);
  const moments = useMemo(
    () => entries.flatMap(({ time, known }) => [time, known]).sort((a, b) => a - b),
    [entries],
  );
  // renders again when a line's standing changes, not at each frame
  useSyncExternalStore(player.replay.subscribe, () => upperBound(moments, player.replay.get().at));
  const { at } = player.replay.get();
  const current = entries.findLastIndex(({ time }) => time <= at);
  useEffect(() => {
    if (player.replay.get().isPlaying) list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current, player]);
  return (
    <ol ref={list} className={classes['lines']} tabIndex={0} data-testid="story-lines">
      {entries.map((entry, i) => (
        <li
          key={entry.key}
          data-group={entry.group}
          data-standing={standingAt(entry, at)}
          data-testid="story-line"
          aria-current={i === current ? 'time' : undefined}
        >
          <button type="button" onClick={() => onPick(entry)}>
            <span className={classes['when']}>
              <time dateTime={new Date(entry.time).toISOString()}>
                {clockWithSeconds(entry.time, language)}
              </time>
              {(i === 0 || date(entry.time, language) !== date(entries[i - 1]!.time, language)) && (
                <span>{date(entry.time, language)}</span>
              )}
            </span>
            <span className={classes['point']}>
              <Mark entry={entry} />
            </span>
            <span className={classes['what']}>
              <span>
                {isMixed && <SlotMark slot={entry.slot} size={13} />} {sentenceOf(entry, t, language)}
              </span>
              <Details entry={entry} />
              {isLater(entry) && (
                <small className={classes['later']}>
                  {t(laterOf(entry), { time: clockAndDay(entry.known, entry.time, language) })}
                </small>
              )}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function laterOf({ group }: Entry) {
  if (group === 'alarm') return 'transit.foundLater';
  return group === 'seal' ? 'transit.toldLater' : 'transit.enteredLater';
}

/** An alarm's own mark where it began, else what kind of line it is. */
function Mark({ entry: { of, alarm, group } }: { entry: Entry }) {
  if (!isNote(of) && of.kind === 'alarm_opened' && alarm !== undefined)
    return <StateMark state={alarm.severity} size={15} />;
  if (!isNote(of) && of.kind === 'passage')
    return <Icon name={of.what === 'hold' ? 'hold' : 'pass'} size={16} />;
  return <Icon name={ICONS[group]} size={15} />;
}

/** What a line says. */
export function sentenceOf({ of }: Pick<Entry, 'of'>, t: TFunction, language: Language): string {
  if (!isNote(of)) return entrySentence(of, t, (time) => clockAndDay(time, Date.parse(of.time), language));
  return t('transit.sealSays', { seal: of.sealId, what: word(t, 'sealSaid', of.event) });
}

/** Who did it and why; of an alarm what was measured; of a gate's hold why it held. */
function Details({ entry: { of, alarm } }: { entry: Entry }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (isNote(of)) return null;
  const said = [byOf(of, t), reasonOf(of, t)];
  if (of.kind === 'alarm_opened' && alarm !== undefined) {
    said.push(alarmReason(alarm, t, language));
    if (alarm.end === undefined) said.push(t('transit.goesOn'));
  }
  const text = said.filter((one) => one !== undefined).join(' · ');
  return text === '' ? null : <small>{text}</small>;
}

function byOf({ by, how }: TimelineEntry, t: TFunction): string | undefined {
  if (how !== undefined) return [by, t(`how.${how}`)].filter((one) => one !== undefined).join(', ');
  return by;
}

function reasonOf(of: TimelineEntry, t: TFunction): string | undefined {
  const { kind, reason } = of;
  if (reason === undefined || kind.startsWith('checkpoint_') || kind === 'alarm_ended') return undefined;
  if (kind !== 'passage') return of.by === undefined ? (asideOf(of, t) ?? reason) : reason;
  // up to the colon it says why, after it what the gate is to do
  const why = reason.split(', ').map((code) => word(t, 'hold', code).split(':')[0]!);
  return why.join('; ');
}
