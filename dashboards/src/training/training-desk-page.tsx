import type { TrainingView } from '@haidang/contract';
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ServicesContext, useServices } from '../shared/services.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { trainingDeskAt, trainingPath } from './address.js';
import { finishTraining, trainingQuery } from './api.js';
import { Briefing } from './briefing.js';
import { sandboxDesk } from './sandbox-desk.js';
import { SandboxFeed } from './sandbox-feed.js';
import { TrainingDesk } from './training-desk.js';
import classes from './training.module.css';

/** The desk of the session that the address names: what it is about, then the desk itself, then where its sheet is. */
export function TrainingDeskPage() {
  const { t } = useTranslation();
  const id = trainingDeskAt(location.pathname) ?? '';
  const own = useSignal(session.who)?.person.id;
  const { data, error } = useQuery(trainingQuery(id));
  useEffect(() => {
    document.title = `${t('training.band')} · ${t('app.name')}`;
  }, [t]);
  const isOver = data?.state === 'ended' || (data !== undefined && data.traineeId !== own);
  useEffect(() => {
    // the sheet stands with the others
    if (isOver) location.replace(trainingPath(id));
  }, [isOver, id]);
  if (error !== null && data === undefined)
    return (
      <main className={classes['plain']}>
        <p role="alert">{t('training.notThere')}</p>
        <a href={trainingPath()}>{t('training.toList')}</a>
      </main>
    );
  if (data === undefined || isOver) return <main className={classes['plain']}>{t('office.loading')}</main>;
  return data.state === 'waiting' ? <Briefing one={data} /> : <Sandboxed key={data.id} one={data} />;
}

/** Gives the desk's components a sandbox to work on: a store and a cache of answers of its own. */
function Sandboxed({ one }: { one: TrainingView }) {
  const { t } = useTranslation();
  const services = useServices();
  const outer = useQueryClient();
  const person = useSignal(session.who)!.person;
  const [{ feed, queries }] = useState(() => {
    const queries = new QueryClient({
      defaultOptions: {
        queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false },
        mutations: { networkMode: 'always' },
      },
    });
    const feed = new SandboxFeed(one.id, one.speed, (alarm) => {
      for (const key of ['alarm-history', 'dispatches'])
        void queries.invalidateQueries({ queryKey: [key, alarm.id] });
      void queries.invalidateQueries({ queryKey: ['seal-track', alarm.sealId] });
    });
    return { feed, queries };
  });
  const finish = async () => {
    // nothing is asked of a session any more that ends meanwhile
    feed.close();
    await queries.cancelQueries();
    await finishTraining(one.id).catch((error: unknown) => {
      feed.open();
      throw error;
    });
    void outer.invalidateQueries({ queryKey: ['training', one.id] });
  };
  const { status, world, left, told } = useSignal(feed.state);
  useEffect(() => {
    feed.open();
    return () => feed.close();
  }, [feed]);
  useEffect(() => {
    if (status === 'over') void outer.invalidateQueries({ queryKey: ['training', one.id] });
  }, [status, outer, one.id]);
  const inner = useMemo(() => {
    if (world === null) return null;
    const { id, name, role, organisation } = person;
    const self = { id, name, role, organisationId: organisation.id };
    return { ...services, store: feed.store, desk: sandboxDesk(one.id, world, self) };
  }, [services, feed, one.id, world, person]);
  if (inner === null) return <main className={classes['plain']}>{t('office.loading')}</main>;
  return (
    <ServicesContext value={inner}>
      <QueryClientProvider client={queries}>
        <TrainingDesk one={one} isLost={status === 'lost'} {...{ left, told }} onFinish={finish} />
      </QueryClientProvider>
    </ServicesContext>
  );
}
