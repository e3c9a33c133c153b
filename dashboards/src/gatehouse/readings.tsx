import type { PassageView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { containerQuery } from '../shared/api/gates.js';
import { formatPlate } from '../shared/format/plate.js';
import { declaredOnFile, declaredOnList, mismatches, type Declared } from './declared.js';
import { MarkedNumber } from './grouped-number.js';
import type { TrustedList } from './offline/list.js';
import classes from './readings.module.css';

interface ReadingsProps {
  passage: PassageView;
  facilityId: string;
  /** The list by which it was decided, where it was decided here. */
  kept: TrustedList | null;
}

/** What was read of a truck, and how surely; where that is not what is declared, what is stands beside it, with what differs marked. */
export function Readings({ passage, facilityId, kept }: ReadingsProps) {
  const { t } = useTranslation();
  const { container, containerConfidence, plate, plateConfidence, carrierSeal, sealId } = passage;
  const differing = mismatches(passage);
  const isOfList = passage.decidedOffline !== undefined && kept !== null;
  const { data } = useQuery({
    ...containerQuery(container ?? ''),
    enabled: differing.length > 0 && container !== undefined && !isOfList,
  });
  const onFile = data && declaredOnFile(data, facilityId, passage);
  const declared = isOfList ? declaredOnList(kept, passage) : onFile;
  const beside = (what: keyof Declared) => (differing.includes(what) ? declared?.[what] : undefined);
  return (
    <dl className={classes['readings']} data-testid="readings">
      <Reading
        name={t('entry.plate')}
        declared={shownPlate(beside('plate'))}
        read={shownPlate(plate)}
        what="plate"
      >
        <b className={classes['plate']}>{plate === undefined ? t('gatehouse.noPlate') : shownPlate(plate)}</b>{' '}
        <Sure share={plateConfidence} />
      </Reading>
      {carrierSeal !== undefined && (
        <Reading
          name={t('entry.seal')}
          declared={beside('carrierSeal')}
          read={carrierSeal}
          what="carrierSeal"
        >
          <b>{carrierSeal}</b>
        </Reading>
      )}
      {sealId !== undefined && (
        <Reading name={t('passage.seal')} declared={beside('sealId')} read={sealId} what="sealId">
          <b>{sealId}</b>
        </Reading>
      )}
      {containerConfidence !== undefined && (
        <Reading name={t('entry.container')} what="container">
          <Sure share={containerConfidence} />
        </Reading>
      )}
    </dl>
  );
}

function shownPlate(plate: string | undefined): string | undefined {
  return plate === undefined ? undefined : formatPlate(plate);
}

interface ReadingProps {
  name: string;
  what: string;
  read?: string | undefined;
  declared?: string | undefined;
  children: ReactNode;
}

function Reading({ name, what, read = '', declared, children }: ReadingProps) {
  const { t } = useTranslation();
  return (
    <div data-reading={what}>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {declared !== undefined && (
        <dd data-testid="declared">
          {t('gatehouse.declared')} <MarkedNumber number={declared} read={read} />
        </dd>
      )}
    </div>
  );
}

/** How sure the camera was. @param share of 1; undefined: nobody said */
function Sure({ share }: { share: number | undefined }) {
  const { t } = useTranslation();
  if (share === undefined) return null;
  return <span>{t('gatehouse.sure', { percent: Math.round(share * 100) })}</span>;
}
