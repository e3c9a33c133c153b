import type { HandoverPatch, HandoverView, WholeHandoverView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { ApiError, get, patch, post } from '../shared/api/client.js';
import { partsQuery } from '../shared/api/parts.js';

export const LOOKS = 15 * SECOND;

const of = (id: string) => `/handovers/${encodeURIComponent(id)}`;

/** Notes of an organisation, or of all whose notes one sees; the latest first. */
export function handoversQuery(organisationId: string | undefined) {
  const only = organisationId === undefined ? '' : new URLSearchParams({ organisationId }).toString();
  return partsQuery<HandoverView>('handovers', '/handovers', only);
}

export function handoverQuery(id: string) {
  return queryOptions({
    queryKey: ['handover', id],
    queryFn: ({ signal }) => get<WholeHandoverView>(of(id), { signal }),
    refetchInterval: LOOKS,
  });
}

export const begin = () => post<WholeHandoverView>('/handovers', {});

export function write(id: string, words: HandoverPatch): Promise<WholeHandoverView> {
  return patch(of(id), words);
}

/** Who hands over, or takes over, signs what they see. */
export function sign(note: WholeHandoverView, as: 'give' | 'take'): Promise<WholeHandoverView> {
  return post(`${of(note.id)}/${as}`, { hash: note.hash });
}

/** The note as it is now, out of a refusal because it has moved on. */
export function movedOn(error: unknown): WholeHandoverView | undefined {
  if (!(error instanceof ApiError) || error.code !== 'handover_changed') return undefined;
  return error.members['handover'] as WholeHandoverView;
}
