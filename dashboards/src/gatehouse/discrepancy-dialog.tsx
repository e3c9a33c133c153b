import type { Gate, NewCaseBody, PassageView } from '@haidang/contract';
import { CASE_KINDS, isContainerNumber, normaliseContainerNumber, type CaseKind } from '@haidang/domain';
import { Button, FileInput, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../session/primary-button.js';
import { idempotencyKey } from '../shared/api/client.js';
import { formatPlate } from '../shared/format/plate.js';
import { word } from '../shared/i18n/index.js';
import { useServices } from '../shared/services.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import { mismatches, type Declared } from './declared.js';
import { NumberInput } from './number-input.js';
import type { Booth } from './offline/booth.js';
import { failureOf } from './offline/failure.js';
import type { Report } from './offline/shelf.js';
import { Age } from './seen.js';

const MOST_SIGNS = 2_000;
const KINDS = { plate: 'other', carrierSeal: 'seal', sealId: 'seal' } as const satisfies Record<
  keyof Declared,
  CaseKind
>;

interface DiscrepancyProps {
  gate: Gate;
  booth: Booth;
  /** At which it was seen; undefined: at no truck that is known. */
  passage: PassageView | undefined;
  onClose(): void;
}

/** Something at the gate is otherwise than declared: it is told with a picture, now or when the network is back. */
export function DiscrepancyDialog(props: DiscrepancyProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened onClose={props.onClose} centered size={560}>
      <Modal.Overlay />
      <ActDialog title={t('discrepancy.title')} testId="discrepancy-dialog" onClose={props.onClose}>
        <DiscrepancyForm {...props} />
      </ActDialog>
    </Modal.Root>
  );
}

function DiscrepancyForm({ gate, booth, passage, onClose }: DiscrepancyProps) {
  const { t } = useTranslation();
  const { store } = useServices();
  const [kind, setKind] = useState<CaseKind>(() => kindOf(passage));
  const [number, setNumber] = useState(passage?.container ?? '');
  const [description, setDescription] = useState('');
  const [photo, setPhoto] = useState<File | null>(null);
  const container = normaliseContainerNumber(number);
  const isWrong = container !== '' && !isContainerNumber(container);
  const telling = useMutation({
    mutationFn: () => booth.tell(reportOf()),
    onSuccess: onClose,
  });
  const reportOf = (): Report => {
    const body: NewCaseBody = {
      ...{ facilityId: gate.facilityId, kind, description: `${gate.name}: ${description.trim()}` },
      ...(container !== '' && { container }),
      ...(passage && { passage: { gateId: passage.gateId, id: passage.id, time: passage.time } }),
    };
    return {
      kind: 'report',
      key: idempotencyKey(),
      body,
      at: store.clock.now(),
      ...(photo !== null && { photo }),
    };
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (description.trim() !== '' && !isWrong) telling.mutate();
  };
  return (
    <form className={form['form']} onSubmit={submit}>
      {passage !== undefined && <Truck passage={passage} />}
      <NativeSelect
        label={t('caseField.kind')}
        size="lg"
        value={kind}
        data={CASE_KINDS.map((value) => ({ value, label: word(t, 'caseKind', value) }))}
        onChange={(event) => setKind(CASE_KINDS.find((one) => one === event.currentTarget.value) ?? 'other')}
      />
      <NumberInput label={t('entry.container')} value={number} onChange={setNumber} shortcut="" />
      <Textarea
        label={t('caseField.description')}
        size="lg"
        autosize
        minRows={2}
        maxLength={MOST_SIGNS}
        required
        withAsterisk={false}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        data-testid="discrepancy-description"
      />
      <FileInput
        label={t('discrepancy.photo')}
        placeholder={t('discrepancy.take')}
        size="lg"
        accept="image/jpeg,image/png,image/webp"
        capture="environment"
        clearable
        clearButtonProps={{ 'aria-label': t('pictures.clear') }}
        value={photo}
        onChange={setPhoto}
        data-testid="discrepancy-photo"
      />
      {telling.isError && (
        <p role="alert" className={form['problem']}>
          {failureOf(telling.error, t)}
        </p>
      )}
      <div className={form['buttons']}>
        <Button variant="default" size="lg" mih={56} onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="lg" mih={56} loading={telling.isPending} data-testid="discrepancy-submit">
          {t('discrepancy.submit')}
        </PrimaryButton>
      </div>
    </form>
  );
}

/** Of which truck it is told. */
function Truck({ passage: { lane, plate, time } }: { passage: PassageView }) {
  const { t } = useTranslation();
  return (
    <p data-testid="discrepancy-truck">
      {lane !== undefined && <>{t('gatehouse.lane', { lane })} · </>}
      {plate === undefined
        ? t('gatehouse.noPlate')
        : t('gatehouse.plate', { plate: formatPlate(plate) })} · <Age time={time} />
    </p>
  );
}

/** What its reasons speak of already. */
function kindOf(passage: PassageView | undefined): CaseKind {
  const [first] = passage === undefined ? [] : mismatches(passage);
  return first === undefined ? 'damage' : KINDS[first];
}
