import type { WholeCaseView } from '@haidang/contract';
import { Button, FileButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { transitQuery } from '../../shared/api/queries.js';
import { alarmReason } from '../../shared/format/reason.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Failed } from '../../shared/ui/failed.js';
import { EVIDENCE_TYPES } from '../../shared/ui/pictures-field.js';
import { ActProblem } from '../act-problem.js';
import { ContainerLinks } from '../container-links.js';
import { portMessageQuery } from '../corrections/api.js';
import { DoubtScore } from '../doubt/doubt-score.js';
import { Chip, Fact, Facts, Part } from '../facts.js';
import { officePath } from '../pages.js';
import { itemOf } from '../passages/api.js';
import { Pictures } from '../pictures.js';
import { TransitFacts } from '../transit-facts.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { caseQuery } from './api.js';
import { History } from './history.js';
import type { CaseDesk } from './use-case-desk.js';

/** A case: how it stands, what may be done, what is known, what was done. */
export function CaseItem({ id, desk }: { id: string; desk: CaseDesk }) {
  const { t } = useTranslation();
  const asked = useQuery(caseQuery(id));
  const { data, error } = asked;
  if (error !== null && data === undefined) return <Failed of={asked} />;
  if (data === undefined) return <p className={classes['quiet']}>{t('office.loading')}</p>;
  return <Whole found={data} desk={desk} />;
}

function Whole({ found, desk }: { found: WholeCaseView; desk: CaseDesk }) {
  const { t } = useTranslation();
  const { number, kind, state, container, companyId, transitId, evidence, history } = found;
  const { acts, begin, taking, adding } = desk;
  const [first, ...rest] = acts;
  return (
    <article aria-label={number}>
      <header className={classes['itemHead']}>
        <h2>{word(t, 'caseKind', kind)}</h2>
        <Chip waits={state === 'open'}>{word(t, 'caseState', state)}</Chip>
        <small className={classes['quiet']}>{number}</small>
      </header>
      <Standing found={found} />
      <div className={classes['acts']}>
        {first !== undefined && (
          <PrimaryButton
            type="button"
            size="md"
            loading={taking.isPending}
            onClick={() => begin(first)}
            data-testid={`case-${first}`}
          >
            {t(`caseDo.${first}`)}
          </PrimaryButton>
        )}
        {rest.map((act) => (
          <Button
            key={act}
            variant="default"
            size="md"
            onClick={() => begin(act)}
            data-testid={`case-${act}`}
          >
            {t(`caseDo.${act}`)}
          </Button>
        ))}
      </div>
      <ActProblem error={taking.error} />
      <About found={found} />
      <Part title={t('pictures.title')}>
        <Pictures ids={evidence.map((one) => one.id)} none={t('pictures.none')} />
        {acts.includes('comment') && (
          <FileButton accept={EVIDENCE_TYPES} onChange={(file) => file !== null && adding.mutate(file)}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                w="fit-content"
                loading={adding.isPending}
                data-testid="add-picture"
              >
                {t('pictures.add')}
              </Button>
            )}
          </FileButton>
        )}
        <ActProblem error={adding.error} />
      </Part>
      <Part title={t('caseFact.history')}>
        <History acts={history} />
      </Part>
      {container !== undefined && <DoubtScore kind="container" id={container} />}
      {companyId !== undefined && <DoubtScore kind="company" id={companyId} />}
      {transitId !== undefined && <Transit id={transitId} />}
    </article>
  );
}

/** In one sentence: what was decided, how it ended, or who has it. */
function Standing({ found }: { found: WholeCaseView }) {
  const { t } = useTranslation();
  const at = useClock();
  const { state, decision, decisionReason = '', decidedBy, decidedAt, assignee, segregated } = found;
  const { outcome, outcomeReason = '', closedBy, closedAt } = found;
  const platform = t('office.platform');
  return (
    <div className={classes['said']}>
      {segregated && <p>{t('caseStands.segregated')}</p>}
      {state === 'open' && <p>{t('caseStands.open')}</p>}
      {state === 'under_check' && (
        <p>
          {assignee === undefined ? t('caseStands.checked') : t('caseStands.checkedBy', { name: assignee })}
        </p>
      )}
      {decision !== undefined && decidedAt !== undefined && (
        <p data-testid="case-decision">
          {t('caseStands.decided', {
            ...{ decision: word(t, 'caseDecision', decision), by: decidedBy ?? platform },
            ...{ time: at(decidedAt), reason: decisionReason },
          })}
        </p>
      )}
      {outcome !== undefined && closedAt !== undefined && (
        <p data-testid="case-outcome">
          {t('caseStands.closed', {
            ...{ outcome: word(t, 'caseOutcome', outcome), by: closedBy ?? platform },
            ...{ time: at(closedAt), reason: outcomeReason },
          })}
        </p>
      )}
    </div>
  );
}

function About({ found }: { found: WholeCaseView }) {
  const { t } = useTranslation();
  const names = useNames();
  const at = useClock();
  const { container, facilityId, gateId, declaration, companyId, alarmId, portMessageId, details } = found;
  return (
    <Facts>
      <Fact name={t('caseFact.container')}>
        {container !== undefined && (
          <>
            <ContainerNumber number={container} /> <ContainerLinks number={container} />
          </>
        )}
      </Fact>
      <Fact name={t('caseFact.said')}>{found.description}</Fact>
      <Fact name={t('caseFact.details')}>{details !== undefined && <Details details={details} />}</Fact>
      <Fact name={t('caseFact.place')}>
        {gateId === undefined
          ? names.place(facilityId)
          : `${names.place(facilityId)} · ${names.gate(gateId)}`}
      </Fact>
      <Fact name={t('caseFact.opened')}>
        {[at(found.openedAt), word(t, 'caseSource', found.source), found.openedBy]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </Fact>
      <Fact name={t('caseFact.assignee')}>{found.assignee}</Fact>
      <Fact name={t('caseFact.declaration')}>{declaration}</Fact>
      <Fact name={t('caseFact.company')}>{companyId}</Fact>
      <Fact name={t('caseFact.alarm')}>
        {alarmId !== undefined && (
          <a href={`/centre?alarm=${encodeURIComponent(alarmId)}`}>{t('caseFact.toAlarm')}</a>
        )}
      </Fact>
      <Fact name={t('caseFact.report')}>{portMessageId !== undefined && <Report id={portMessageId} />}</Fact>
    </Facts>
  );
}

type Told = Parameters<typeof alarmReason>[0];

/** What a report or an alarm said. */
function Details({ details }: { details: Record<string, unknown> }) {
  const { t } = useTranslation();
  const at = useClock();
  const language = useLanguage();
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const told = (name: string, value: unknown): ReactNode => {
    if (name === 'start') return at(text(value));
    // the alarm's own sentence; without its limits some kinds have none
    if (name === 'measured')
      return alarmReason(
        { kind: details['alarm'], why: { measured: value, settings: {} } } as Told,
        t,
        language,
      );
    if (name === 'alarm') return word(t, 'alarm', text(value));
    if (name === 'listAt') return at(text(value));
    if (name === 'reasons' && Array.isArray(value))
      return value.map((code) => word(t, 'hold', String(code))).join(' ');
    if (name === 'passages' && Array.isArray(value))
      return (value as { gateId: string; time: string; id?: string }[]).map((one, i) => (
        <Fragment key={i}>
          {i > 0 && '; '}
          <PassageLink {...one}>{`${one.gateId} ${at(one.time)}`}</PassageLink>
        </Fragment>
      ));
    return text(value);
  };
  return (
    <ul className={classes['plain']}>
      {Object.entries(details)
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => [name, told(name, value)] as const)
        .filter(([, said]) => said !== undefined)
        .map(([name, said]) => (
          <li key={name}>
            {word(t, 'caseDetail', name)}
            {name !== 'decidedOffline' && <>: {said}</>}
          </li>
        ))}
    </ul>
  );
}

/** Opens the passage where it is known which it was. */
function PassageLink({
  id,
  children,
  ...at
}: {
  gateId: string;
  time: string;
  id?: string;
  children: string;
}) {
  if (id === undefined) return children;
  return <a href={officePath('passages', { item: itemOf({ ...at, id }) })}>{children}</a>;
}

/** The port's own report by which it came up. */
function Report({ id }: { id: string }) {
  const { t } = useTranslation();
  const at = useClock();
  const report = useQuery(portMessageQuery(id)).data;
  if (report === undefined) return <>{id}</>;
  return <>{[word(t, 'portForm', report.form), report.number, at(report.at)].join(' · ')}</>;
}

function Transit({ id }: { id: string }) {
  const { t } = useTranslation();
  const names = useNames();
  const asked = useQuery(transitQuery(id));
  const transit = asked.data;
  return (
    <Part title={t('card.transit', { number: transit?.number ?? id })}>
      <Failed of={asked} />
      <TransitFacts transit={transit} names={names} />
    </Part>
  );
}

function useClock(): (time: string) => string {
  const language = useLanguage();
  const { store } = useServices();
  return (time) => clockAndDay(time, store.clock.now(), language);
}
