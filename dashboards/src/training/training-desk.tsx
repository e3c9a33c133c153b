import type { AlarmView, TrainingView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AlarmFile } from '../centre/alarm-file.js';
import { isOfPart, type QueuePart } from '../centre/alarm-order.js';
import { AlarmQueue } from '../centre/alarm-queue.js';
import { DeskDialogs } from '../centre/desk-dialogs.js';
import { KeyHelp } from '../centre/key-help.js';
import { PhoneTabs, type PhoneView } from '../centre/phone-tabs.js';
import { useAlarmQueue } from '../centre/use-alarm-queue.js';
import { useAlerts } from '../centre/use-alerts.js';
import { useDesk } from '../centre/use-desk.js';
import { useDeskKeys } from '../centre/use-desk-keys.js';
import { useFolding } from '../centre/use-folding.js';
import { clockWithSeconds } from '../shared/format/time.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { UnseenTitle } from '../shared/ui/unseen-title.js';
import { Band } from './band.js';
import { EndDialog } from './end-dialog.js';
import { SandboxMap } from './sandbox-map.js';
import { storyOf } from './words.js';
import classes from './training.module.css';

interface TrainingDeskProps {
  one: TrainingView;
  /** The platform does not answer. */
  isLost: boolean;
  /** Seconds until it ends by itself. */
  left: number;
  told: boolean;
  onFinish(): Promise<void>;
}

/** The desk's own queue, map, files and dialogues over a sandbox, under a band that says so. */
export function TrainingDesk({ one, isLost, left, told, onFinish }: TrainingDeskProps) {
  const { t } = useTranslation();
  const { state } = useServices();
  const [helps, setHelps] = useState(false);
  const [ends, setEnds] = useState(false);
  const [part, setPart] = useState<QueuePart>('all');
  const ownId = useSignal(session.who)?.person.id;
  const wants = useCallback((alarm: AlarmView) => isOfPart(alarm, part, ownId), [part, ownId]);
  const queue = useAlarmQueue(wants);
  const desk = useDesk();
  const folded = useFolding(queue);
  const alerts = useAlerts(desk.open);
  const finishing = useMutation({ mutationFn: onFinish });
  useDeskKeys(queue, folded, desk, { '?': () => setHelps(true) });
  const alarmId = useSignal(state.alarm);
  const chosen = alarmId === undefined ? undefined : queue.alarm(alarmId);
  const file = chosen !== undefined && desk.opened === chosen.id && (
    <AlarmFile key={chosen.id} alarm={chosen} desk={desk} onClose={desk.close} />
  );
  const isPhone = useMediaQuery('(max-width: 800px)', matchMedia('(max-width: 800px)').matches);
  const [view, setView] = useState<PhoneView>('queue');
  const hint = file === false && !isPhone ? t('training.hint') : undefined;
  return (
    <div className={classes['page']} data-view={file !== false && view === 'queue' ? 'file' : view}>
      <Band one={one}>
        <Clock left={left} told={told} />
        <Button
          variant="default"
          onClick={() => setEnds(true)}
          loading={finishing.isPending}
          data-testid="training-finish"
        >
          {t('training.finish')}
        </Button>
      </Band>
      {isLost && (
        <p className={classes['lost']} role="alert">
          {t('training.lost')}
        </p>
      )}
      <main className={classes['desk']}>
        <UnseenTitle>{storyOf(one, t)}</UnseenTitle>
        <div className={classes['queue']}>
          <AlarmQueue
            {...{ queue, desk, alerts, folded, part }}
            severity={null}
            onPart={setPart}
            onFigures={undefined}
            onClearFilter={() => undefined}
          />
        </div>
        <SandboxMap {...{ isLost, hint }} />
        {file !== false && <div className={classes['file']}>{file}</div>}
      </main>
      {isPhone && (
        <PhoneTabs
          view={view}
          onView={(next) => {
            setView(next);
            if (next === 'queue') desk.close();
          }}
        />
      )}
      {desk.asking !== null && <DeskDialogs {...desk.asking} onClose={desk.leave} onDone={desk.done} />}
      <KeyHelp opened={helps} onClose={() => setHelps(false)} />
      <EndDialog
        opened={ends}
        error={finishing.error}
        isPending={finishing.isPending}
        told={told}
        onClose={() => setEnds(false)}
        onEnd={() => finishing.mutate()}
      />
    </div>
  );
}

/** The sandbox's time, and how long it goes on. */
function Clock({ left, told }: { left: number; told: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(SECOND);
  const rest = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <span className={classes['clock']} data-testid="training-clock" data-told={told}>
      <b>{clockWithSeconds(now, language)}</b>
      <small>{t(told ? 'training.toldLeft' : 'training.left', { rest })}</small>
    </span>
  );
}
