import type { OutageView, Page, PaperImportView, WholePaperImportView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, post, postFile } from '../../shared/api/client.js';

/** So many of each are shown, the latest. */
const LATEST = 50;
/** Lines of a report that are shown; the counts are of all. */
export const LINES = 500;

/** An outage of a place, or what was entered from its paper afterwards. */
export type Entry =
  | { readonly what: 'outage'; readonly id: string; readonly at: string; readonly outage: OutageView }
  | { readonly what: 'import'; readonly id: string; readonly at: string; readonly report: PaperImportView };

const of = (facilityId: string) => `/facilities/${encodeURIComponent(facilityId)}`;

/** What happened at one place, the latest first. */
export function outagesQuery(facilityId: string) {
  return queryOptions({
    queryKey: ['outages', facilityId],
    queryFn: async ({ signal }): Promise<Entry[]> => {
      const [outages, reports] = await Promise.all([
        get<Page<OutageView>>(`${of(facilityId)}/outages?limit=${LATEST}`, { signal }),
        get<Page<PaperImportView>>(`${of(facilityId)}/paper-entries?limit=${LATEST}`, { signal }),
      ]);
      return [
        ...outages.items.map(
          (outage) => ({ what: 'outage', id: outage.id, at: outage.beganAt, outage }) as const,
        ),
        ...reports.items.map(
          (report) => ({ what: 'import', id: report.id, at: report.enteredAt, report }) as const,
        ),
      ];
    },
    refetchInterval: MINUTE,
  });
}

/** A report with its lines. @param odd only those that need a look */
export function reportQuery(facilityId: string, id: string, odd: boolean) {
  return queryOptions({
    queryKey: ['paper-import', id, odd],
    queryFn: ({ signal }) =>
      get<WholePaperImportView>(`${of(facilityId)}/paper-entries/${id}?odd=${odd}&limit=${LINES}`, {
        signal,
      }),
  });
}

export function beginOutage(facilityId: string, body: { reason: string; at?: string }): Promise<OutageView> {
  return post(`${of(facilityId)}/outages`, body);
}

export function endOutage(
  { facilityId, id }: OutageView,
  body: { note?: string; at?: string },
): Promise<OutageView> {
  return post(`${of(facilityId)}/outages/${id}/end`, body);
}

/** What was written on paper, as a spreadsheet's CSV: all of it or nothing. @throws ApiError `invalid_request` with each line that is wrong */
export function enterPaper(
  facilityId: string,
  file: Blob,
  whole: { readonly gateId?: string; readonly vouchedBy?: string; readonly outageId?: string },
  signal: AbortSignal,
): Promise<PaperImportView> {
  const query = new URLSearchParams({ ...whole }).toString();
  // a spreadsheet's program may have called it anything
  const csv = new Blob([file], { type: 'text/csv' });
  return postFile(`${of(facilityId)}/paper-entries${query === '' ? '' : `?${query}`}`, csv, signal);
}

/** Sheets for the printer. */
export function formsPath(facilityId: string, direction: 'in' | 'out', language: string): string {
  return `/api/v1${of(facilityId)}/paper-forms?direction=${direction}&lang=${language}`;
}
