import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ApiError } from '../shared/api/client.js';
import { readThing, saveDraft, withdraw, type Thing } from './api.js';
import { changed, routeDraft, undone, zoneDraft, type Draft, type History } from './draft.js';
import { draftWith, type Found } from './files/found.js';
import { withoutPart, type Stroke } from './parts.js';
import type { Hand } from './use-hand.js';

/** Something that is being drawn: the draft, how it came to be, and what becomes of it. */
export interface Editing {
  /** Null: nothing is. */
  readonly draft: Draft | null;
  /** As it was begun: of what is in the register, as that has it. */
  readonly start: Draft | null;
  /** It is another than when it was begun. */
  readonly isChanged: boolean;
  readonly canUndo: boolean;
  readonly stroke: Stroke | 'move';
  readonly hand: Hand | null;
  /** The part that is chosen, on the map or beside it. */
  readonly part: string | undefined;
  readonly isSaving: boolean;
  readonly error: Error | null;
  /** Somebody has changed it meanwhile: as it is by now. */
  readonly theirs: Thing | null;
  /** @param found what a file makes of it */
  begin(draft: Draft, found?: Found): void;
  /** Reads it anew and begins. */
  beginWith(draft: Draft): void;
  /** Reads what is in the register anew, and begins with what a file makes of it. */
  beginChange(found: Found, id: string): void;
  /** @param field that is typed into */
  change(draft: Draft, field?: string): void;
  setStroke(stroke: Stroke | 'move'): void;
  choosePart(part: string): void;
  /** The chosen one, where none is named. */
  removePart(part?: string): void;
  undo(): void;
  save(): void;
  withdraw(draft: Draft): void;
  /** Of what somebody changed meanwhile: mine is to be saved over it, or theirs is gone on with. */
  settle(whose: 'mine' | 'theirs'): void;
  leave(): void;
}

/** @param onDone it is saved, or withdrawn: then there is none */
export function useEditing(onDone: (saved: Thing | undefined) => void): Editing {
  const [history, setHistory] = useState<History | null>(null);
  const [tag, setTag] = useState<string | undefined>(undefined);
  const [stroke, setStroke] = useState<Stroke | 'move'>('move');
  const [theirs, setTheirs] = useState<Thing | null>(null);
  const [start, setStart] = useState<Draft | null>(null);
  const [part, setPart] = useState<string | undefined>(undefined);
  const begin = useCallback((draft: Draft, at?: string, found?: Found) => {
    const history = { now: draft, past: [], field: undefined };
    setHistory(found === undefined ? history : changed(history, draftWith(found, draft)));
    setStart(draft);
    setPart(undefined);
    setTag(at);
    setTheirs(null);
    setStroke(draft.isNew && found === undefined ? (draft.what === 'zones' ? 'area' : 'line') : 'move');
  }, []);
  const leave = useCallback(() => setHistory(null), []);
  const reading = useMutation({
    mutationFn: ({ what, id }: Pick<Draft, 'what' | 'id'> & { readonly found?: Found }) =>
      readThing(what, id),
    onSuccess: ({ value, tag: at }, { found }) => begin(draftOf(value), at, found),
  });
  const done = (saved: Thing | undefined) => {
    leave();
    onDone(saved);
  };
  /** What the platform refuses because somebody was faster is shown, not lost. */
  const refused = async (error: Error, { what, id }: Draft) => {
    if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') return;
    const now = await readThing(what, id);
    setTheirs(now.value);
    setTag(now.tag);
  };
  const saving = useMutation({
    mutationFn: (draft: Draft) => saveDraft(draft, tag),
    onSuccess: done,
    onError: refused,
  });
  const withdrawing = useMutation({
    mutationFn: async (draft: Draft) => {
      const { tag: at } = await readThing(draft.what, draft.id);
      await withdraw(draft.what, draft.id, at);
    },
    onSuccess: () => done(undefined),
  });
  const draft = history?.now ?? null;
  const isChanged = history !== null && history.past.length > 0;
  useAskBeforeLeaving(isChanged);
  const change = useCallback((next: Draft, field?: string) => {
    setHistory((before) => before && changed(before, next, field));
  }, []);
  const hand = useMemo((): Hand | null => {
    if (history === null) return null;
    return {
      stroke,
      onDraft: (next, isDrawn) => {
        change(next);
        if (isDrawn) setStroke('move');
      },
      onChoose: setPart,
    };
  }, [history === null, stroke, change]);
  const removePart = (which = part) => {
    const next = which === undefined || draft === null ? draft : withoutPart(draft, which);
    if (next === null || next === draft) return;
    change(next);
    setPart(undefined);
  };
  return {
    draft,
    start,
    isChanged,
    canUndo: isChanged,
    stroke,
    hand,
    part,
    isSaving: saving.isPending,
    error: theirs === null ? (saving.error ?? reading.error ?? withdrawing.error) : null,
    theirs,
    begin: (of, found) => begin(of, undefined, found),
    beginWith: (of) => reading.mutate(of),
    beginChange: (found, id) => reading.mutate({ what: found.what, id, found }),
    change,
    setStroke,
    choosePart: (next) => {
      setStroke('move');
      setPart(next);
    },
    removePart,
    undo: () => setHistory((before) => before && undone(before)),
    save: () => draft !== null && saving.mutate(draft),
    withdraw: (of) => withdrawing.mutate(of),
    settle: (whose) => {
      if (theirs !== null) setStart(draftOf(theirs));
      if (whose === 'theirs' && theirs !== null) setHistory(startOf(theirs));
      if (whose === 'mine' && theirs !== null && draft?.what === 'zones' && 'calendar' in theirs)
        change({ ...draft, hadSince: theirs.calendar?.since !== undefined });
      saving.reset();
      setTheirs(null);
    },
    leave: () => {
      saving.reset();
      reading.reset();
      leave();
    },
  };
}

function startOf(thing: Thing): History {
  return { now: draftOf(thing), past: [], field: undefined };
}

export function draftOf(thing: Thing): Draft {
  return 'legs' in thing ? routeDraft(thing) : zoneDraft(thing);
}

/** The browser asks before the page goes away with what is not saved. */
export function useAskBeforeLeaving(isAsked: boolean): void {
  useEffect(() => {
    if (!isAsked) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isAsked]);
}
