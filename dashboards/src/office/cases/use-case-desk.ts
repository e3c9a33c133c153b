import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import type { DeskKey } from '../keys.js';
import type { Act } from '../reason-dialog.js';
import { useOwnPlaces } from '../use-own-places.js';
import { actOnCase, addToCase, caseQuery } from './api.js';
import { actsFor, dialogOf, type DeskAct } from './acts.js';

const KEYS: Readonly<Record<DeskAct, string>> = {
  take: 't',
  assign: 'g',
  segregate: 's',
  decide: 'd',
  close: 'c',
  comment: 'm',
};

export type CaseDesk = ReturnType<typeof useCaseDesk>;

/** What whoever looks may do with the chosen case, and the dialogue that is open. */
export function useCaseDesk(id: string | undefined) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const person = useSignal(session.who)?.person;
  const places = useOwnPlaces();
  const found = useQuery({ ...caseQuery(id ?? ''), enabled: id !== undefined }).data;
  const [act, setAct] = useState<Act | null>(null);
  const again = async () => {
    await Promise.all(['case', 'cases'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
  const taking = useMutation({
    mutationFn: () => actOnCase(found!.id, 'assign', { to: person!.name }),
    onSettled: again,
  });
  const adding = useMutation({ mutationFn: (file: File) => addToCase(found!, file), onSettled: again });
  const isOwn = found !== undefined && places?.some((place) => place.id === found.facilityId) === true;
  const acts = found === undefined || person === undefined ? [] : actsFor(found, person, isOwn);
  const begin = (one: DeskAct) => {
    if (found === undefined || !acts.includes(one)) return;
    if (one === 'take') return taking.mutate();
    const dialog = dialogOf(one, found, t);
    setAct({
      ...dialog,
      take: async (...said) => {
        await dialog.take(...said);
        await again();
      },
    });
  };
  const keys: readonly DeskKey[] = acts.map((one) => ({
    key: KEYS[one],
    what: t(`caseDo.${one}`),
    act: () => begin(one),
  }));
  return { act, leave: () => setAct(null), acts, begin, keys, taking, adding };
}
