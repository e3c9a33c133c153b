import type { HandoverPatch, WholeHandoverView } from '@haidang/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { handoverQuery, movedOn, sign, write } from './api.js';

/** The note that is looked at, and what whoever looks may do with it. */
export function useChosen(id: string | undefined) {
  const ownId = useSignal(session.who)?.person.id;
  const { data: note, error } = useQuery({ ...handoverQuery(id ?? ''), enabled: id !== undefined });
  const isGiver = note?.given !== undefined && note.given.byId === ownId;
  // only who may sign is told the hash
  const mayWrite = note?.hash !== undefined;
  const next = !mayWrite || isGiver ? undefined : SIGNS[note.state];
  return { note, error, isGiver, mayWrite, next, ...useActs(id ?? '') };
}

const SIGNS = { draft: 'give', given: 'take', taken: undefined } as const;

/** Words for a note, and a name under it; each waits for the one before. Where the note has moved on it is shown as it is. */
function useActs(id: string) {
  const queries = useQueryClient();
  const took = (note: WholeHandoverView) => {
    queries.setQueryData(['handover', note.id], note);
    void queries.invalidateQueries({ queryKey: ['handovers'] });
  };
  const shared = {
    scope: { id: `handover ${id}` },
    onSuccess: took,
    onError: (error: Error) => {
      const now = movedOn(error);
      if (now !== undefined) took(now);
      else void queries.invalidateQueries({ queryKey: ['handover', id] });
    },
  };
  const writing = useMutation({
    ...shared,
    mutationFn: (words: Omit<HandoverPatch, 'revision'>) => {
      const { revision } = queries.getQueryData<WholeHandoverView>(['handover', id])!;
      return write(id, { revision, ...words });
    },
  });
  const signing = useMutation({
    ...shared,
    mutationFn: ({ note, as }: { note: WholeHandoverView; as: 'give' | 'take' }) => sign(note, as),
  });
  return { writing, signing };
}

export type Chosen = ReturnType<typeof useChosen>;
