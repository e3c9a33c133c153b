import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../centre/use-keys.js';
import { ActProblem } from '../office/act-problem.js';
import { FindField } from '../office/find-field.js';
import office from '../office/office.module.css';
import { useNames } from '../office/use-names.js';
import { routesQuery, zonesQuery } from '../shared/api/queries.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import type { Drawn } from './address.js';
import type { Thing } from './api.js';
import { newDraft, type Draft } from './draft.js';
import { FileList } from './file-list.js';
import { FilesIn, FilesOut } from './files.js';
import type { FileWork } from './use-open-file.js';
import classes from './drafting.module.css';
import { Failed } from '../shared/ui/failed.js';

interface ThingListProps {
  what: Drawn;
  mayDraw: boolean;
  files: FileWork;
  isKnown(id: string): boolean;
  /** What went wrong with what was begun here. */
  problem: Error | null;
  onNew(draft: Draft): void;
}

/** The zones, or the routes, that are found; and what can be begun anew. */
export function ThingList({ what, mayDraw, files, isKnown, problem, onNew }: ThingListProps) {
  const { t } = useTranslation();
  const { state } = useServices();
  const find = useSignal(state.sieve).find ?? '';
  const names = useNames();
  const zones = useQuery({ ...zonesQuery, enabled: what === 'zones' });
  const routes = useQuery({ ...routesQuery, enabled: what === 'routes' });
  const asked = what === 'zones' ? zones : routes;
  const { data, error } = asked;
  const input = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => input.current?.focus() });
  const lineOf = (thing: Thing) =>
    'legs' in thing ? `${names.place(thing.from)} → ${names.place(thing.to)}` : t(`zoneKind.${thing.kind}`);
  const shown = useMemo(() => {
    const wanted = plain(find);
    const found = (data ?? []).filter(
      (thing) => wanted === '' || plain(`${thing.id} ${thing.name} ${lineOf(thing)}`).includes(wanted),
    );
    return found.toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
  }, [data, find, names]);
  return (
    <section className={classes['part']} aria-label={t(`draftPage.${what}`)}>
      <div className={classes['head']}>
        <h1>{t(`draftPage.${what}`)}</h1>
        <span role="status" data-testid="draft-count">
          {data === undefined
            ? t(error === null ? 'office.loading' : 'office.notRead')
            : t('draft.count', { count: shown.length })}
        </span>
      </div>
      <FindField input={input} label={t('draft.find')} />
      <div className={classes['acts']}>
        {mayDraw && (
          <Button
            size="sm"
            onClick={() => onNew(newDraft(what))}
            data-testid="draft-new"
            c="var(--mantine-primary-color-contrast)"
          >
            {t(`draftNew.${what}`)}
          </Button>
        )}
        {mayDraw && <FilesIn what={what} onFile={files.open} />}
        {shown.length > 0 && <FilesOut things={shown} name={what} />}
      </div>
      {files.file !== null && (
        <FileList file={files.file} isKnown={isKnown} onTake={files.take} onLeave={files.leave} />
      )}
      <ActProblem error={problem} />
      <Failed of={asked} />
      {data !== undefined && shown.length === 0 && <p className={office['note']}>{t('draft.none')}</p>}
      <ul className={`${office['rows']} ${classes['rows']}`} data-testid="draft-list">
        {shown.map((thing) => (
          <li key={thing.id}>
            <button type="button" onClick={() => state.chooseItem(thing.id)} data-item={thing.id}>
              <span>
                <b>{thing.name}</b>
              </span>
              <small>
                {lineOf(thing)} · {thing.id}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Without case and marks: who types `Dinh Vu` finds Đình Vũ. */
function plain(text: string): string {
  return text.replace(/[đĐ]/g, 'd').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
