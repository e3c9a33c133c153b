import type { DoubtReasonView } from '@haidang/contract';
import { CUSTOMS } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatContainer } from '../../shared/format/container.js';
import { decimal } from '../../shared/format/number.js';
import { date, type Language } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { Part } from '../facts.js';
import { itemOf } from '../passages/api.js';
import { officePath } from '../pages.js';
import classes from '../office.module.css';
import { doubtQuery, type DoubtKind } from './api.js';
import { Failed } from '../../shared/ui/failed.js';

/** What speaks against a container or a company, added up: each point with its reason and what shows it. Nothing for who may not ask. */
export function DoubtScore({ kind, id }: { kind: DoubtKind; id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const mayAsk = useIsOneOf([...CUSTOMS, 'auditor']);
  const asked = useQuery({ ...doubtQuery(kind, id), enabled: mayAsk });
  const { data, error } = asked;
  if (!mayAsk) return null;
  const what = kind === 'container' ? formatContainer(id) : id;
  return (
    <Part title={t(`doubtOf.${kind}`, { what })}>
      {data === undefined && error === null && <p className={classes['quiet']}>{t('office.loading')}</p>}
      <Failed of={asked} />
      {data?.reasons.length === 0 && <p className={classes['quiet']}>{t('doubt.none')}</p>}
      {data !== undefined && data.reasons.length > 0 && (
        <>
          <p className={classes['said']} data-testid="doubt-points">
            {t('doubt.sum', { points: points(data.points, language), count: data.reasons.length })}
          </p>
          <Reasons reasons={data.reasons} halveDays={data.halveDays} />
        </>
      )}
    </Part>
  );
}

function Reasons({ reasons, halveDays }: { reasons: readonly DoubtReasonView[]; halveDays: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{t('doubt.points')}</th>
          <th scope="col">{t('doubt.reason')}</th>
          <th scope="col">{t('doubt.evidence')}</th>
        </tr>
      </thead>
      <tbody>
        {reasons.map((reason, i) => (
          <tr key={i}>
            <td>
              <strong>{points(reason.points, language)}</strong>
            </td>
            <td>
              {ruleInWords(reason.rule, t)}
              <small className={classes['quiet']}>
                {' · '}
                {date(reason.at, language)}
                {reason.halved > 0 &&
                  ` · ${t('doubt.halved', { full: points(reason.full, language), count: reason.halved, days: halveDays })}`}
              </small>
            </td>
            <td>
              <Evidence evidence={reason.evidence} at={reason.at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The way to what shows it, where there is one. */
function Evidence({ evidence: { kind, id }, at }: Pick<DoubtReasonView, 'evidence' | 'at'>) {
  const { t } = useTranslation();
  const name = word(t, 'doubtEvidence', kind);
  if (kind === 'case') return <a href={officePath('cases', { show: 'all', item: id })}>{name}</a>;
  if (kind === 'alarm') return <a href={`/centre?alarm=${encodeURIComponent(id)}`}>{name}</a>;
  if (kind === 'passage') return <a href={officePath('passages', { item: passageItem(id, at) })}>{name}</a>;
  return (
    <>
      {name} <small className={classes['quiet']}>{id}</small>
    </>
  );
}

/** A passage of evidence in the address of the passages. @param id `gate/passage` */
function passageItem(id: string, time: string): string {
  const end = id.indexOf('/');
  return itemOf({ gateId: id.slice(0, end), id: id.slice(end + 1), time });
}

/** `alarm.off_route`: that alarm, ended as true; `alarm.major`: one of that gravity. */
export function ruleInWords(rule: string, t: TFunction): string {
  const [area = '', what = ''] = rule.split('.');
  if (area !== 'alarm') return word(t, 'doubtRule', rule.replace('.', '_'));
  const severity = ['critical', 'major', 'minor'].includes(what);
  return severity
    ? t('doubt.alarmOf', { severity: word(t, 'severity', what) })
    : t('doubt.alarm', { alarm: word(t, 'alarm', what) });
}

/** At most two digits behind the point: halves of halves. */
export function points(value: number, language: Language): string {
  return decimal(value, language, 2);
}
