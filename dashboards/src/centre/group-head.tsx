import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery, gatesQuery } from '../shared/api/queries.js';
import { whole } from '../shared/format/number.js';
import { useLanguage, useServices } from '../shared/services.js';
import { StateMark } from '../shared/ui/state-mark.js';
import type { AlarmGroup } from './alarm-groups.js';
import classes from './alarm-queue.module.css';

interface GroupHeadProps {
  group: AlarmGroup;
  isOpen: boolean;
  mayAct: boolean;
  onToggle(key: string): void;
  onAcknowledge(ids: readonly string[]): void;
}

/** What a group is of and how many; it opens, and all of it is acknowledged at once. It is drawn again when its group is another. */
export const GroupHead = memo(function GroupHead(props: GroupHeadProps) {
  const { group, isOpen, mayAct, onToggle, onAcknowledge } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const place = usePlace(group.place);
  const what = [group.kind === undefined ? undefined : t(`alarm.${group.kind}`), place];
  return (
    <div className={classes['group']} data-testid="alarm-group">
      <button
        type="button"
        className={classes['groupBody']}
        aria-expanded={isOpen}
        onClick={() => onToggle(group.key)}
      >
        <StateMark state={group.severity} size={14} label={t(`severity.${group.severity}`)} />
        <span>{what.filter((part) => part !== undefined).join(' · ')}</span>
        <b>{whole(group.ids.length, language)}</b>
      </button>
      {mayAct && group.open > 0 && (
        <button type="button" className={classes['textButton']} onClick={() => onAcknowledge(group.ids)}>
          {t('group.acknowledge', { count: group.open })}
        </button>
      )}
    </div>
  );
}, isSame);

function isSame({ group: was, ...before }: GroupHeadProps, { group: is, ...after }: GroupHeadProps): boolean {
  const isHandled =
    before.isOpen === after.isOpen &&
    before.mayAct === after.mayAct &&
    before.onToggle === after.onToggle &&
    before.onAcknowledge === after.onAcknowledge;
  return isHandled && (was === is || JSON.stringify(was) === JSON.stringify(is));
}

/** A name where the place is an id of the register. */
function usePlace(id: string | undefined): string | undefined {
  const [routes, facilities, gates] = [
    useQuery(useServices().desk.routes).data,
    useQuery(facilitiesQuery).data,
    useQuery(gatesQuery).data,
  ];
  if (id === undefined) return undefined;
  const found = [...(routes ?? []), ...(facilities ?? []), ...(gates ?? [])].find((one) => one.id === id);
  return found?.name ?? id;
}
