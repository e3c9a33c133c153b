import type { EvidenceView, ExceptionView } from '@haidang/contract';
import type { IncidentKind } from '@haidang/domain';
import { idempotencyKey, post, request } from './client.js';

/** A picture or paper of a transit, as it is: its bytes are evidence. @throws ApiError `content_refused`, `body_too_large`, `storage_full` */
export function showOfTransit(transitId: string, file: File): Promise<EvidenceView> {
  const form = new FormData();
  form.set('transitId', transitId);
  form.set('file', file);
  return request('/evidence', {
    method: 'POST',
    headers: { 'Idempotency-Key': idempotencyKey() },
    body: form,
  });
}

/** What happened to the truck: the centre and the offices of the transit are told. @throws ApiError `wrong_state` */
export function reportIncident(
  transitId: string,
  incident: { kind: IncidentKind; text: string; evidence: readonly string[] },
): Promise<ExceptionView> {
  return post(`/transits/${encodeURIComponent(transitId)}/incident`, incident);
}
