import type { AlarmView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';

/** Whose hands an alarm is in, where they are not one's own; undefined: nobody else's. */
export function otherHand(alarm: AlarmView, ownId: string | undefined, ownName: string | undefined) {
  const { assignee, assigneeId, acknowledged } = alarm;
  if (assignee !== undefined) {
    const isOwn = assigneeId === undefined ? assignee === ownName : assigneeId === ownId;
    return isOwn ? undefined : assignee;
  }
  if (acknowledged === undefined) return undefined;
  const { by, byId } = acknowledged;
  return (byId === undefined ? by === ownName : byId === ownId) ? undefined : by;
}

/** {@link otherHand} for who is signed in. */
export function useOtherHand(alarm: AlarmView | undefined): string | undefined {
  const person = useSignal(session.who)?.person;
  return alarm === undefined ? undefined : otherHand(alarm, person?.id, person?.name);
}

/** Said before somebody acts on what another has. */
export function HandNote({ alarm, className }: { alarm: AlarmView; className: string | undefined }) {
  const { t } = useTranslation();
  const other = useOtherHand(alarm);
  if (other === undefined) return null;
  return (
    <p className={className} role="status" data-testid="other-hand">
      {t('hand.other', { name: other })}
    </p>
  );
}
