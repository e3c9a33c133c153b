import type { Gate } from '@haidang/contract';
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import { PersonMenu } from '../session/person-menu.js';
import { useServices } from '../shared/services.js';
import classes from './gate-bar.module.css';

interface GateBarProps {
  gates?: readonly Gate[];
  gate?: Gate;
  lanes?: readonly string[];
  /** The only one that is shown. */
  lane?: string | undefined;
  /** How the gate stands to the platform. */
  status?: ReactNode;
}

/** Which gate it is, which lane of it, and who stands there. */
export function GateBar({ gates = [], gate, lanes = [], lane, status }: GateBarProps) {
  const { t } = useTranslation();
  const { state } = useServices();
  return (
    <header className={classes['bar']}>
      <h1 className={classes['name']}>
        <img src="/icon.svg" alt="" width={26} height={26} />
        <span>{t('gatehouse.title')}</span>
      </h1>
      {gate !== undefined && (
        <div className={classes['where']}>
          <NativeSelect
            className={classes['gate']}
            aria-label={t('gatehouse.gate')}
            size="md"
            value={gate.id}
            data={gates.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => state.setGate(event.currentTarget.value)}
            data-testid="gate"
          />
          {lanes.length > 0 && (
            <NativeSelect
              aria-label={t('passage.lane')}
              size="md"
              value={lane ?? ''}
              data={[
                { value: '', label: t('gatehouse.everyLane') },
                ...lanes.map((one) => ({ value: one, label: t('gatehouse.lane', { lane: one }) })),
              ]}
              onChange={({ currentTarget: { value } }) =>
                state.setGate(gate.id, value === '' ? undefined : value)
              }
              data-testid="gate-lane"
            />
          )}
        </div>
      )}
      <div className={classes['switches']}>
        {status}
        <LanguageSwitch />
        <ThemeSwitch />
        <PersonMenu />
      </div>
    </header>
  );
}
