import type { TransitView } from '@haidang/contract';
import { Chip, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../../office/act-problem.js';
import { useNames } from '../../office/use-names.js';
import { PrimaryButton } from '../../session/primary-button.js';
import { openTransitsQuery, showOfTransit } from '../../shared/api/transits.js';
import { formatPlate } from '../../shared/format/plate.js';
import { word } from '../../shared/i18n/index.js';
import { useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { Failed } from '../../shared/ui/failed.js';
import { MomentField } from '../../shared/ui/moment-field.js';
import { PicturesField } from '../../shared/ui/pictures-field.js';
import { askFor } from './api.js';
import { EMPTY, isWhole, kindsOf, requestOf, type Draft, type RequestKind } from './draft.js';
import { KindFields } from './kind-fields.js';
import classes from '../carrier.module.css';

/** Asks an officer for what is to go otherwise on the way. The address names the transit, so that its row in the list leads here. */
export function RequestForm() {
  const { t } = useTranslation();
  const { state } = useServices();
  const names = useNames();
  const chosen = useSignal(state.sieve).item;
  const open = useQuery(openTransitsQuery);
  const possible = (open.data ?? []).filter((one) => kindsOf(one).length > 0);
  const transit = possible.find(({ id }) => id === chosen);
  const section = useRef<HTMLElement>(null);
  const wasLinked = useRef(chosen !== undefined);
  useEffect(() => {
    if (!wasLinked.current || transit === undefined) return;
    wasLinked.current = false;
    section.current?.scrollIntoView({ block: 'start' });
  }, [transit]);
  return (
    <section
      ref={section}
      className={classes['form']}
      aria-labelledby="request-title"
      data-testid="request-form"
    >
      <h2 id="request-title">{t('ask.title')}</h2>
      <p className={classes['quiet']}>{t('ask.text')}</p>
      <Failed of={open} />
      <Select
        label={t('ask.transit')}
        placeholder={t('ask.chooseTransit')}
        nothingFoundMessage={t(open.data === undefined ? 'office.loading' : 'ask.noTransit')}
        disabled={open.isError && open.data === undefined}
        size="md"
        searchable
        data={possible.map(({ id, number, vehicle, from, to }) => ({
          value: id,
          label: `${number} · ${formatPlate(vehicle.plate)} · ${names.place(from)} → ${names.place(to)}`,
        }))}
        value={transit?.id ?? null}
        onChange={(id) => state.setSieve({ item: id ?? undefined })}
        data-testid="request-transit"
      />
      {transit !== undefined && <OfTransit key={transit.id} transit={transit} />}
    </section>
  );
}

function OfTransit({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [kind, setKind] = useState<RequestKind>();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [pictures, setPictures] = useState<File[]>([]);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const asking = useMutation({
    mutationFn: async (wanted: RequestKind) => {
      const evidence: string[] = [];
      for (const picture of pictures) evidence.push((await showOfTransit(transit.id, picture)).id);
      return askFor(transit.id, requestOf(wanted, draft, evidence));
    },
    onSuccess: () => {
      setDraft(EMPTY);
      setPictures([]);
      setKind(undefined);
    },
    onSettled: () => {
      for (const queryKey of [['requests'], ['transits'], ['transit', transit.id]])
        void queries.invalidateQueries({ queryKey });
    },
  });
  const isReady = kind !== undefined && isWhole(kind, draft, transit);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) asking.mutate(kind);
  };
  return (
    <form className={classes['inner']} onSubmit={submit}>
      <Chip.Group
        multiple={false}
        value={kind ?? null}
        onChange={(value) => {
          asking.reset();
          setKind(value);
        }}
      >
        <fieldset className={classes['kinds']}>
          <legend>{t('ask.what')}</legend>
          {kindsOf(transit).map((one) => (
            <Chip key={one} value={one} size="md" radius="sm" data-testid={`ask-${one}`}>
              {word(t, 'exception', one)}
            </Chip>
          ))}
        </fieldset>
      </Chip.Group>
      {kind !== undefined && (
        <>
          <p>{t(`askMeans.${kind}`)}</p>
          <KindFields kind={kind} transit={transit} draft={draft} onChange={change} />
          <MomentField
            label={t('ask.at')}
            description={t('ask.atHint')}
            size="md"
            value={draft.at}
            onChange={(at) => change({ at })}
          />
          <Textarea
            label={t('ask.reason')}
            size="md"
            autosize
            minRows={2}
            maxLength={500}
            required
            withAsterisk={false}
            value={draft.reason}
            onChange={(event) => change({ reason: event.currentTarget.value })}
            data-testid="ask-reason"
          />
          <PicturesField label={t('report.picture')} value={pictures} onChange={setPictures} />
        </>
      )}
      <ActProblem error={asking.error} />
      {asking.isSuccess && (
        <p role="status" className={classes['done']}>
          {t(asking.data.state === 'waiting' ? 'ask.sent' : 'ask.done', {
            what: word(t, 'exception', asking.data.kind),
          })}
        </p>
      )}
      {kind !== undefined && (
        <PrimaryButton
          size="md"
          mih={48}
          disabled={!isReady}
          loading={asking.isPending}
          data-testid="ask-submit"
        >
          {t('ask.send')}
        </PrimaryButton>
      )}
    </form>
  );
}
