import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import office from '../office/office.module.css';
import { KeyHelp } from './key-help.js';
import { PersonMenu } from '../session/person-menu.js';
import { ApiError } from '../shared/api/client.js';
import { problemInWords } from '../shared/format/problem.js';
import { mapHandle } from '../shared/map/map-handle.js';
import { SLOTS } from '../shared/map/trails.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { AddTransit } from './add-transit.js';
import { ENTRY_GROUPS, inOrder, type Entry, type EntryGroup } from './entries.js';
import { OneTimeline } from './one-timeline.js';
import { Player } from './player.js';
import { seek, startReplay, stretch } from './replay.js';
import { ReplayBar } from './replay-bar.js';
import { StoryHead } from './story-head.js';
import { StoryMap } from './story-map.js';
import { stretchOf, type Story } from './story.js';
import { transitAt } from './address.js';
import { useStories, type Told } from './use-stories.js';
import classes from './transit.module.css';

/** How long the replay rests before its time stands in the address. */
const REST_MS = 400;

/** A transit, or several: who and what, the map, the one timeline, and the replay of all of it. */
export function TransitPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const together = useSignal(state.together);
  const id = transitAt(location.pathname);
  const ids = useMemo(
    () => [...new Set([...(id === undefined ? [] : [id]), ...together])].slice(0, SLOTS),
    [id, together],
  );
  const told = useStories(ids);
  const stories = useMemo(() => told.flatMap(({ story }) => (story === undefined ? [] : [story])), [told]);
  const title = stories[0]?.transit.number ?? t('transit.title');
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  const drop = (gone: string) => state.setTogether(together.filter((one) => one !== gone));
  return (
    <div className={classes['page']}>
      <header className={`${office['bar']} ${classes['bar']}`}>
        <a className={office['name']} href="/" title={t('account.toCentre')}>
          <img src="/icon.svg" alt="" width={26} height={26} />
          <span>{t('app.name')}</span>
        </a>
        <h1 className={classes['title']}>{t('transit.title')}</h1>
        <AddTransit ids={ids} />
        <span className={classes['grow']} />
        <div className={office['switches']}>
          <button type="button" className={classes['text']} onClick={() => print()}>
            {t('transit.print')}
          </button>
          <KeyHelp />
          <LanguageSwitch />
          <ThemeSwitch />
          <PersonMenu />
        </div>
      </header>
      <main className={classes['main']}>
        <div className={classes['stories']}>
          {told.map((one, i) => (
            <StoryState key={one.id} told={one} onDrop={i === 0 ? undefined : () => drop(one.id)} />
          ))}
        </div>
        {stories.length > 0 && <Stage stories={stories} />}
      </main>
    </div>
  );
}

/** A transit's head, or why it is not there. */
function StoryState({ told, onDrop }: { told: Told; onDrop: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { story, error, missing, isLoading, id } = told;
  if (story === undefined)
    return (
      <p className={classes['note']} role={error === null ? 'status' : 'alert'} data-testid="story-note">
        {error === null
          ? t('transit.loading')
          : error instanceof ApiError && error.status === 404
            ? t('transit.unknown', { id })
            : t('office.failed', { detail: problemInWords(error, t) })}
        {onDrop !== undefined && error !== null && (
          <button type="button" className={classes['text']} onClick={onDrop}>
            {t('transit.dropThis')}
          </button>
        )}
      </p>
    );
  const hasTrack = story.tracks.some(({ times }) => times.length > 0);
  return (
    <>
      <StoryHead story={story} onDrop={onDrop} />
      {error !== null && (
        <p className={classes['note']} role="alert">
          {t('transit.old', { detail: problemInWords(error, t) })}
        </p>
      )}
      {missing.map((part) => (
        <p key={part} className={classes['note']} role="alert">
          {t(`transitMissing.${part}`)}
        </p>
      ))}
      {!hasTrack && !isLoading && !missing.includes('track') && (
        <p className={classes['note']}>
          {t(story.transit.departedAt === null ? 'transit.notDeparted' : 'transit.noTrack')}
        </p>
      )}
    </>
  );
}

/** Map, timeline and replay of what is there. */
function Stage({ stories }: { stories: readonly Story[] }) {
  const { state } = useServices();
  const player = usePlayer(stories);
  const kind = useSignal(state.sieve).kind;
  const shown = useMemo(() => groupsOf(kind), [kind]);
  const entries = useMemo(() => inOrder(stories.flatMap((story) => story.entries)), [stories]);
  const show = (groups: readonly EntryGroup[]) =>
    state.setSieve({ kind: groups.length === ENTRY_GROUPS.length ? undefined : groups.join(',') });
  const pick = useCallback(
    ({ time, place }: Pick<Entry, 'time' | 'place'>) => {
      player.change((replay) => seek({ ...replay, isPlaying: false }, time));
      if (place !== undefined) mapHandle.flyTo({ ...place, zoom: CLOSE });
    },
    [player],
  );
  const pickAlarm = useCallback(
    (id: string) => {
      const entry = entries.find(
        ({ of, alarm }) => alarm?.id === id && 'kind' in of && of.kind === 'alarm_opened',
      );
      if (entry !== undefined) pick(entry);
    },
    [entries, pick],
  );
  return (
    <div className={classes['stage']}>
      <StoryMap stories={stories} player={player} onAlarm={pickAlarm} />
      <OneTimeline
        entries={entries}
        isMixed={stories.length > 1}
        shown={shown}
        onShow={show}
        player={player}
        onPick={pick}
      />
      <ReplayBar stories={stories} player={player} />
    </div>
  );
}

/** How near the map goes to show where a line happened. */
const CLOSE = 10.5;

function groupsOf(kind: string | undefined): readonly EntryGroup[] {
  const wanted = kind?.split(',') ?? [];
  const groups = ENTRY_GROUPS.filter((group) => wanted.includes(group));
  return groups.length === 0 ? ENTRY_GROUPS : groups;
}

/** The page's player; its stretch follows what is known, and where it rests stands in the address. */
function usePlayer(stories: readonly Story[]): Player {
  const { state, store } = useServices();
  const [player] = useState(() => new Player());
  useEffect(() => {
    const { from, to } = stretchOf(stories, store.clock.now());
    player.change((replay) => {
      if (replay.to !== 0) return stretch(replay, from, to);
      const linked = Date.parse(state.at.get() ?? '');
      return startReplay(from, to, Number.isNaN(linked) ? undefined : linked);
    });
  }, [stories, player, state, store]);
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = player.replay.subscribe(() => {
      clearTimeout(rest);
      const { at, to, isPlaying } = player.replay.get();
      if (isPlaying) return;
      rest = setTimeout(() => state.setAt(at >= to ? undefined : new Date(at).toISOString()), REST_MS);
    });
    return () => {
      clearTimeout(rest);
      unsubscribe();
      player.stop();
    };
  }, [player, state]);
  return player;
}
