import type { TransitView } from '@haidang/contract';
import { EARLY_ENDS, MEANS, SEAL_CAUSES } from '@haidang/domain';
import { Chip, NativeSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery, routesQuery } from '../../shared/api/queries.js';
import { formatContainer } from '../../shared/format/container.js';
import { sealsQuery } from './api.js';
import type { Draft, RequestKind } from './draft.js';
import { Failed } from '../../shared/ui/failed.js';
import classes from '../carrier.module.css';

interface FieldsProps {
  transit: TransitView;
  draft: Draft;
  onChange(part: Partial<Draft>): void;
}

/** What is to be said of one kind of request. */
export function KindFields({ kind, ...props }: FieldsProps & { kind: RequestKind }) {
  switch (kind) {
    case 'reroute':
      return <RouteField {...props} />;
    case 'replace_seal':
      return <SealFields {...props} />;
    case 'change_vehicle':
      return (
        <>
          <VehicleFields {...props} isRequired />
          {props.transit.containers.length > 1 && <Containers {...props} name="vehicleOf" />}
        </>
      );
    case 'split':
      return (
        <>
          <Containers {...props} name="splitOf" />
          <SplitFields {...props} />
        </>
      );
    case 'end_early':
      return <EndFields {...props} />;
  }
}

/** The routes between the same places stand first. */
function RouteField({ transit, draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const register = useQuery(routesQuery);
  const routes = register.data ?? [];
  const isSameWay = ({ from, to }: { from: string; to: string }) =>
    from === transit.from && to === transit.to;
  const others = routes
    .filter(({ id }) => id !== transit.routeId)
    .toSorted((a, b) => Number(isSameWay(b)) - Number(isSameWay(a)));
  return (
    <>
      <Failed of={register} />
      <Select
        label={t('ask.route')}
        size="md"
        searchable
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.routeId === '' ? null : draft.routeId}
        onChange={(routeId) => onChange({ routeId: routeId ?? '' })}
        data-testid="ask-route"
      />
    </>
  );
}

function SealFields({ transit, draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const own = useQuery(sealsQuery);
  const sealed = transit.containers.filter(({ sealId }) => sealId !== undefined);
  const free = (own.data ?? []).filter(({ transitId }) => transitId === null || transitId === undefined);
  return (
    <div className={classes['fields']}>
      <NativeSelect
        label={t('ask.container')}
        size="md"
        value={draft.container}
        data={[
          { value: '', label: t('ask.choose') },
          ...sealed.map(({ number, sealId }) => ({
            value: number,
            label: `${formatContainer(number)} · ${sealId ?? ''}`,
          })),
        ]}
        onChange={(event) => onChange({ container: event.currentTarget.value })}
        data-testid="ask-container"
      />
      <Failed of={own} />
      <Select
        label={t('ask.newSeal')}
        description={t('ask.newSealHint')}
        nothingFoundMessage={t(own.data === undefined ? 'office.loading' : 'ask.noSeal')}
        disabled={own.isError && own.data === undefined}
        size="md"
        searchable
        limit={50}
        data={free.map(({ id }) => id)}
        value={draft.sealId === '' ? null : draft.sealId}
        onChange={(sealId) => onChange({ sealId: sealId ?? '' })}
        data-testid="ask-seal"
      />
      <NativeSelect
        label={t('ask.cause')}
        size="md"
        value={draft.cause}
        data={SEAL_CAUSES.map((cause) => ({ value: cause, label: t(`sealCause.${cause}`) }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ cause: SEAL_CAUSES.find((one) => one === value)! })
        }
      />
    </div>
  );
}

function VehicleFields({ draft, onChange, isRequired }: FieldsProps & { isRequired: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes['fields']}>
      <NativeSelect
        label={t('ask.means')}
        size="md"
        value={draft.means}
        data={MEANS.map((means) => ({ value: means, label: t(`means.${means}`) }))}
        onChange={({ currentTarget: { value } }) => onChange({ means: MEANS.find((one) => one === value)! })}
      />
      <TextInput
        label={t(draft.means === 'truck' ? 'register.plate' : 'ask.name')}
        size="md"
        maxLength={60}
        required={isRequired}
        withAsterisk={false}
        autoComplete="off"
        value={draft.plate}
        onChange={(event) => onChange({ plate: event.currentTarget.value })}
        data-testid="ask-plate"
      />
      {draft.means === 'truck' && (
        <TextInput
          label={t('register.trailer')}
          size="md"
          maxLength={20}
          autoComplete="off"
          value={draft.trailer}
          onChange={(event) => onChange({ trailer: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

function Containers({ transit, draft, onChange, name }: FieldsProps & { name: 'vehicleOf' | 'splitOf' }) {
  const { t } = useTranslation();
  return (
    <Chip.Group multiple value={[...draft.containers]} onChange={(containers) => onChange({ containers })}>
      <fieldset className={classes['kinds']}>
        <legend>{t(`ask.${name}`)}</legend>
        {transit.containers.map(({ number }) => (
          <Chip key={number} value={number} size="md" radius="sm">
            {formatContainer(number)}
          </Chip>
        ))}
      </fieldset>
    </Chip.Group>
  );
}

function SplitFields(props: FieldsProps) {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  return (
    <>
      <TextInput
        label={t('ask.newNumber')}
        size="md"
        maxLength={50}
        required
        withAsterisk={false}
        autoComplete="off"
        value={draft.number}
        onChange={(event) => onChange({ number: event.currentTarget.value })}
        data-testid="ask-number"
      />
      <p className={classes['quiet']}>{t('ask.ownTruck')}</p>
      <VehicleFields {...props} isRequired={false} />
    </>
  );
}

function EndFields({ transit, draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const register = useQuery(facilitiesQuery);
  const places = register.data ?? [];
  return (
    <div className={classes['fields']}>
      <NativeSelect
        label={t('ask.outcome')}
        size="md"
        value={draft.outcome}
        data={EARLY_ENDS.map((one) => ({ value: one, label: t(`earlyEnd.${one}`) }))}
        onChange={({ currentTarget: { value } }) => {
          const outcome = EARLY_ENDS.find((one) => one === value)!;
          onChange({ outcome, ...(outcome === 'taken_back' && { facilityId: transit.from }) });
        }}
      />
      <Failed of={register} />
      <Select
        label={t('ask.place')}
        size="md"
        searchable
        data={places.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.facilityId === '' ? null : draft.facilityId}
        onChange={(facilityId) => onChange({ facilityId: facilityId ?? '' })}
        data-testid="ask-place"
      />
    </div>
  );
}
