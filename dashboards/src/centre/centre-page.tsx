import { SEE_ALARMS } from '@haidang/domain';
import { useMediaQuery } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { step } from './alarm-order.js';
import { AlarmQueue } from './alarm-queue.js';
import { ContainerCard } from './container-card.js';
import { ContainerList } from './container-list.js';
import { FeedBanner } from './feed-banner.js';
import { KeyHelp } from './key-help.js';
import { MapView } from './map-view.js';
import type { Panel } from './panel.js';
import { PhoneTabs, type PhoneView } from './phone-tabs.js';
import { ResolveDialog } from './resolve-dialog.js';
import { TransitList } from './transit-list.js';
import { TopBar } from './top-bar.js';
import { useAlarmQueue } from './use-alarm-queue.js';
import { useDesk } from './use-desk.js';
import { useKeys } from './use-keys.js';
import { useTitle } from './use-title.js';
import classes from './centre-page.module.css';

const ALL_ALARMS: Panel = { list: 'alarms', severity: null };

/** The operator's desk: figures above, the queue at the left, the map, and the chosen container below it. */
export function CentrePage() {
  const { state, feed } = useServices();
  const queries = useQueryClient();
  const sealId = useSignal(state.seal);
  const [panel, setPanel] = useState<Panel>(ALL_ALARMS);
  const [helps, setHelps] = useState(false);
  const [phoneView, setPhoneView] = useState<PhoneView>('queue');
  const isPhone = useMediaQuery('(max-width: 480px)', matchMedia('(max-width: 480px)').matches);
  const searchInput = useRef<HTMLInputElement>(null);
  const severity = panel.list === 'alarms' ? panel.severity : null;
  const queue = useAlarmQueue(severity);
  const desk = useDesk();
  const isTold = useIsOneOf(SEE_ALARMS);
  useTitle();

  useEffect(
    () =>
      feed.onTransit((transit) => {
        queries.setQueryData(['transit', transit.id], transit);
        void queries.invalidateQueries({ queryKey: ['timeline', transit.id] });
      }),
    [feed, queries],
  );
  useEffect(
    () =>
      feed.onAlarm(({ transitId, otherTransitId }) => {
        for (const id of [transitId, otherTransitId])
          if (id !== undefined) void queries.invalidateQueries({ queryKey: ['timeline', id] });
      }),
    [feed, queries],
  );

  const move = (by: 1 | -1) => () => {
    queue.hold();
    state.pointAt(step(queue.rows, state.alarm.get(), by));
  };
  const withCurrent = (act: (alarm: NonNullable<ReturnType<typeof queue.alarm>>) => void) => () => {
    const id = state.alarm.get();
    const alarm = id === undefined ? undefined : queue.alarm(id);
    if (alarm === undefined) return;
    queue.hold();
    act(alarm);
  };
  const close = () => state.choose(undefined, state.alarm.get());
  useKeys({
    j: move(1),
    k: move(-1),
    Enter: withCurrent(desk.open),
    a: withCurrent(desk.acknowledge),
    r: withCurrent(desk.resolve),
    l: withCurrent(desk.locate),
    n: queue.flow,
    '/': () => searchInput.current?.focus(),
    '?': () => setHelps(true),
    Escape: close,
  });

  const card = sealId !== undefined && (
    <ContainerCard
      key={sealId}
      sealId={sealId}
      onClose={close}
      onLocate={(id) => {
        setPhoneView('map');
        desk.show(id);
      }}
    />
  );
  const showsCard = sealId !== undefined && !(isPhone && phoneView === 'map');
  return (
    <div className={classes['page']} data-view={showsCard && isPhone ? 'item' : phoneView}>
      <TopBar
        searchInput={searchInput}
        panel={panel}
        onPanel={setPanel}
        onShow={desk.show}
        onHelp={() => setHelps(true)}
      />
      <main className={classes['body']}>
        <div className={classes['queue']}>
          {panel.list === 'alarms' && !isTold && <TransitList onOpen={desk.show} />}
          {panel.list === 'alarms' && isTold && (
            <AlarmQueue
              queue={queue}
              desk={desk}
              severity={severity}
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
        {card !== false && <div className={classes['card']}>{card}</div>}
      </main>
      <FeedBanner />
      {isPhone && (
        <PhoneTabs
          view={phoneView}
          onView={(view) => {
            setPhoneView(view);
            if (view === 'queue') close();
          }}
        />
      )}
      <ResolveDialog alarm={desk.resolving} onClose={desk.leave} onDone={desk.resolved} />
      <KeyHelp opened={helps} onClose={() => setHelps(false)} />
    </div>
  );
}
