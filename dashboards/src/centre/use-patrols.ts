import { MINUTE, SEE_ALARMS } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { patrolsQuery } from '../office/patrols/api.js';
import { agoInWords } from '../office/words.js';
import type { MapEngine } from '../shared/map/engine.js';
import { placedPatrols } from '../shared/map/patrols.js';
import { useServerNow, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';

/** Keeps the patrols on duty on the map, with how old their places are, for who may know them and has not left them off. */
export function usePatrols(engine: MapEngine | null): void {
  const { t } = useTranslation();
  const { state } = useServices();
  const isShown = useIsOneOf(SEE_ALARMS) && !useSignal(state.hidesPatrols);
  const patrols = useQuery({ ...patrolsQuery, enabled: isShown && engine !== null }).data;
  const now = useServerNow(MINUTE / 2);
  useEffect(() => {
    if (!isShown) engine?.setPatrols([]);
    else if (patrols !== undefined)
      engine?.setPatrols(
        placedPatrols(patrols, now, ({ name, placedAt }) => {
          const where =
            placedAt === undefined
              ? t('field.atBase')
              : t('patrol.placed', { ago: agoInWords(now - Date.parse(placedAt), t) });
          return `${name}\n${where}`;
        }),
      );
  }, [engine, isShown, patrols, now, t]);
}
