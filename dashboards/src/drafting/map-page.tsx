import { DRAW_MAP, SEE_ALARMS } from '@haidang/domain';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import office from '../office/office.module.css';
import { PersonMenu } from '../session/person-menu.js';
import { routesQuery, zonesQuery } from '../shared/api/queries.js';
import { useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { DRAWN, mapPageAt, mapPath, type Drawn } from './address.js';
import { routeDraft, zoneDraft, type Draft } from './draft.js';
import { EditPanel } from './edit-panel.js';
import { GroundMap } from './ground-map.js';
import { KeyHelp } from './key-help.js';
import { ThingList } from './thing-list.js';
import { ThingPanel } from './thing-panel.js';
import { TrialPanel } from './trial-panel.js';
import { useEditing } from './use-editing.js';
import { useOpenFile } from './use-open-file.js';
import { NEW_DRAFT, useTrial } from './use-trial.js';
import classes from './drafting.module.css';

const TRIES = [...SEE_ALARMS, 'administrator'] as const;

/** The zones and routes of the country: found, looked at, drawn, tried and saved. */
export function MapPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const what: Drawn = mapPageAt(location.pathname) ?? 'zones';
  const chosen = useSignal(state.sieve).item;
  const mayDraw = useIsOneOf(DRAW_MAP);
  const mayTry = useIsOneOf(TRIES);
  const known = useChosen(what, chosen);
  const [marked, setMarked] = useState<string | undefined>(undefined);
  const editing = useEditing((saved) => {
    void queries.invalidateQueries({ queryKey: [what] });
    if (saved !== undefined) trying.saved(saved.id);
    const isMore = saved !== undefined && files.saved();
    state.chooseItem(isMore ? undefined : saved?.id);
  });
  const isEditing = editing.draft !== null;
  const isKnown = useIsKnown(what);
  const files = useOpenFile(editing, isKnown);
  const trying = useTrial(!isEditing ? chosen : editing.draft.isNew ? NEW_DRAFT : editing.draft.id);
  const draft = editing.draft ?? known;
  const title = draft?.name.trim() || t(`draftPage.${what}`);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  const pick = useCallback((key: string) => setMarked(key), []);
  return (
    <div className={classes['page']} data-view={draft === null ? 'list' : 'item'}>
      <header className={`${office['bar']} ${classes['bar']}`}>
        <a className={office['name']} href="/centre" title={t('account.toCentre')}>
          <img src="/icon.svg" alt="" width={26} height={26} />
          <span>{t('app.name')}</span>
        </a>
        <nav className={office['nav']} aria-label={t('draft.title')}>
          {DRAWN.map((one) => (
            <a key={one} href={mapPath(one)} aria-current={one === what ? 'page' : undefined}>
              {t(`draftPage.${one}`)}
            </a>
          ))}
        </nav>
        <div className={office['switches']}>
          <KeyHelp what={what} />
          <LanguageSwitch />
          <ThemeSwitch />
          <PersonMenu />
        </div>
      </header>
      <main className={classes['main']}>
        <div className={classes['panel']} data-testid="draft-panel">
          {draft === null ? (
            <ThingList
              {...{ what, mayDraw, files, isKnown }}
              problem={editing.error}
              onNew={(fresh) => editing.begin(fresh)}
            />
          ) : isEditing ? (
            <EditPanel editing={editing} />
          ) : (
            <ThingPanel draft={draft} mayDraw={mayDraw} editing={editing} />
          )}
          {draft !== null && mayTry && <TrialPanel draft={draft} trying={trying} marked={marked} />}
        </div>
        <GroundMap
          draft={draft}
          hand={editing.hand}
          part={editing.part}
          alarms={trying.trial?.items ?? NONE}
          onAlarm={pick}
        />
      </main>
    </div>
  );
}

const NONE: readonly never[] = [];

/** Whether the register has a thing of this id, as far as it is read. */
function useIsKnown(what: Drawn): (id: string) => boolean {
  const zones = useQuery({ ...zonesQuery, enabled: what === 'zones' }).data;
  const routes = useQuery({ ...routesQuery, enabled: what === 'routes' }).data;
  return useCallback(
    (id) => (what === 'zones' ? zones : routes)?.some((one) => one.id === id) ?? false,
    [what, zones, routes],
  );
}

/** The chosen thing as the register has it; null while nothing is chosen, or it is not read yet. */
function useChosen(what: Drawn, id: string | undefined): Draft | null {
  const zones = useQuery({ ...zonesQuery, enabled: what === 'zones' }).data;
  const routes = useQuery({ ...routesQuery, enabled: what === 'routes' }).data;
  return useMemo(() => {
    if (id === undefined) return null;
    const zone = what === 'zones' ? zones?.find((one) => one.id === id) : undefined;
    const route = what === 'routes' ? routes?.find((one) => one.id === id) : undefined;
    return (zone && zoneDraft(zone)) ?? (route && routeDraft(route)) ?? null;
  }, [what, id, zones, routes]);
}
