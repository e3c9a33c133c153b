import type { AlarmView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alarmQuery } from '../shared/api/alarms.js';
import { useServices } from '../shared/services.js';
import { useSelected, useSignal } from '../shared/signal.js';

/** The alarm that the page was opened with, while it is chosen and none that stands: a link leads to its file whatever became of it. */
export function useLinkedAlarm(): { alarm: AlarmView | undefined; isMissing: boolean } {
  const { state, store } = useServices();
  const chosen = useSignal(state.alarm);
  const [linked = ''] = useState(state.alarm.get);
  const stands = useSelected(store.alarms, (alarms) => alarms.has(linked));
  const isAsked = linked !== '' && chosen === linked && !stands;
  const { data, isError } = useQuery({ ...alarmQuery(linked), enabled: isAsked });
  return { alarm: isAsked ? data : undefined, isMissing: isAsked && isError };
}
