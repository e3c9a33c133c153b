import type { AlarmView } from '@haidang/contract';
import { SEE_ALARMS } from '@haidang/domain';
import { useMediaQuery } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { transitQuery } from '../shared/api/queries.js';
import { isKnown, renew } from '../shared/api/renew.js';
import { reportedTransitsQuery, withReport } from '../shared/api/transits.js';
import { useServices } from '../shared/services.js';
import { session, useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { AlarmFile } from './alarm-file.js';
import { isOfPart, type QueuePart } from './alarm-order.js';
import { AlarmQueue } from './alarm-queue.js';
import { ContainerCard } from './container-card.js';
import { ContainerList } from './container-list.js';
import { DeskDialogs } from './desk-dialogs.js';
import { FiguresPanel } from './figures-panel.js';
import { KeyHelp } from './key-help.js';
import { MapView } from './map-view.js';
import { MissingAlarm } from './missing-alarm.js';
import { panelOf, partOf, sieveOf, type Panel } from './panel.js';
import { PhoneTabs, type PhoneView } from './phone-tabs.js';
import { TransitList } from './transit-list.js';
import { TopBar } from './top-bar.js';
import { useAlerts } from './use-alerts.js';
import { useAlarmQueue } from './use-alarm-queue.js';
import { useDesk } from './use-desk.js';
import { useDeskKeys } from './use-desk-keys.js';
import { useFolding } from './use-folding.js';
import { useLinkedAlarm } from './use-linked-alarm.js';
import { useTitle } from './use-title.js';
import classes from './centre-page.module.css';

const ALL_ALARMS: Panel = { list: 'alarms', severity: null };

/** The operator's desk: figures above, the queue at the left, the map, and the chosen container below it. */
export function CentrePage() {
  const { state, feed } = useServices();
  const queries = useQueryClient();
  const sealId = useSignal(state.seal);
  const { list, kind, show, view } = useSignal(state.sieve);
  const panel = useMemo(() => panelOf({ list, kind }), [list, kind]);
  const setPanel = useCallback((next: Panel) => state.setSieve(sieveOf(next), 'push'), [state]);
  const [helps, setHelps] = useState(false);
  const [figures, setFigures] = useState(false);
  const phoneView: PhoneView = view === 'map' ? 'map' : 'queue';
  const setPhoneView = (next: PhoneView) => state.setSieve({ view: next === 'map' ? 'map' : undefined });
  const isPhone = useMediaQuery('(max-width: 480px)', matchMedia('(max-width: 480px)').matches);
  const searchInput = useRef<HTMLInputElement>(null);
  const severity = panel.list === 'alarms' ? panel.severity : null;
  const part = partOf({ show });
  const setPart = (next: QueuePart) => state.setSieve({ show: next === 'all' ? undefined : next });
  const openFigures = useCallback(() => setFigures(true), []);
  const ownId = useSignal(session.who)?.person.id;
  const wants = useCallback(
    (alarm: AlarmView) => isOfPart(alarm, part, ownId, severity),
    [part, ownId, severity],
  );
  const queue = useAlarmQueue(wants);
  const desk = useDesk();
  const folded = useFolding(queue);
  const alerts = useAlerts(desk.open);
  const isTold = useIsOneOf(SEE_ALARMS);
  useTitle();

  useEffect(
    () =>
      feed.onTransit((transit) => {
        const { queryKey } = transitQuery(transit.id);
        if (isKnown(queries, queryKey)) queries.setQueryData(queryKey, transit);
        queries.setQueryData(reportedTransitsQuery.queryKey, (known) => known && withReport(known, transit));
        renew(queries, ['timeline', transit.id]);
      }),
    [feed, queries],
  );
  useEffect(
    () =>
      feed.onAlarm(({ id, transitId, otherTransitId }) => {
        renew(queries, ['alarm', id]);
        renew(queries, ['alarm-history', id]);
        renew(queries, ['dispatches', id]);
        for (const of of [transitId, otherTransitId]) if (of !== undefined) renew(queries, ['timeline', of]);
      }),
    [feed, queries],
  );

  const help = useCallback(() => setHelps(true), []);
  useDeskKeys(queue, folded, desk, { '/': () => searchInput.current?.focus(), '?': help });

  const card = sealId !== undefined && (
    <ContainerCard
      key={sealId}
      sealId={sealId}
      onClose={desk.close}
      onLocate={(id) => {
        setPhoneView('map');
        desk.show(id);
      }}
    />
  );
  const alarmId = useSignal(state.alarm);
  const linked = useLinkedAlarm();
  const chosen = alarmId === undefined ? undefined : (linked.alarm ?? queue.alarm(alarmId));
  const file = chosen !== undefined &&
    (desk.opened === chosen.id || (sealId !== undefined && chosen.sealId === sealId)) && (
      <AlarmFile key={chosen.id} alarm={chosen} desk={desk} onClose={desk.close} />
    );
  const missing = linked.isMissing && desk.opened === alarmId && <MissingAlarm onClose={desk.close} />;
  const files = [card, file, missing].filter((one) => one !== false);
  const showsCard = files.length > 0 && !(isPhone && phoneView === 'map');
  return (
    <div className={classes['page']} data-view={showsCard && isPhone ? 'item' : phoneView}>
      <TopBar
        searchInput={searchInput}
        panel={panel}
        onPanel={setPanel}
        onShow={desk.acts.show}
        onFigures={openFigures}
        onHelp={help}
      />
      <main className={classes['body']}>
        <div className={classes['queue']}>
          {panel.list === 'alarms' && !isTold && <TransitList onOpen={desk.show} />}
          {panel.list === 'alarms' && isTold && (
            <AlarmQueue
              queue={queue}
              {...{ desk, alerts, folded, part, severity }}
              onPart={setPart}
              onFigures={openFigures}
              onClearFilter={() => setPanel(ALL_ALARMS)}
            />
          )}
          {panel.list !== 'alarms' && (
            <ContainerList list={panel.list} onOpen={desk.show} onBack={() => setPanel(ALL_ALARMS)} />
          )}
        </div>
        <div className={classes['map']}>
          <MapView />
        </div>
        {files.length > 0 && (
          <div className={classes['card']} data-files={files.length}>
            {card}
            {file}
            {missing}
          </div>
        )}
      </main>
      {isPhone && (
        <PhoneTabs
          view={phoneView}
          onView={(view) => {
            setPhoneView(view);
            if (view === 'queue') desk.close();
          }}
        />
      )}
      {desk.asking !== null && <DeskDialogs {...desk.asking} onClose={desk.leave} onDone={desk.done} />}
      {figures && (
        <FiguresPanel
          onClose={() => setFigures(false)}
          onOpen={(alarm) => {
            setFigures(false);
            desk.open(alarm);
          }}
          onPart={(next) => {
            setFigures(false);
            state.setSieve({ list: undefined, kind: undefined, show: next }, 'push');
          }}
        />
      )}
      <KeyHelp opened={helps} onClose={() => setHelps(false)} />
    </div>
  );
}
