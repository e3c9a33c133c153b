import type { TransitView } from '@haidang/contract';
import { INCIDENT_KINDS, type IncidentKind } from '@haidang/domain';
import { Button, Chip, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { PrimaryButton } from '../session/primary-button.js';
import { reportIncident, showOfTransit } from '../shared/api/transits.js';
import { formatPlate } from '../shared/format/plate.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import { PicturesField } from '../shared/ui/pictures-field.js';
import classes from './carrier.module.css';

const MOST_SIGNS = 500;

interface ReportDialogProps {
  transit: TransitView | null;
  onClose(): void;
}

/** Says what happened on the way: of which kind, in words, with pictures. */
export function ReportDialog({ transit, onClose }: ReportDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={transit !== null} onClose={onClose} centered size={560}>
      <Modal.Overlay />
      {transit !== null && (
        <ActDialog title={t('report.title')} testId="report-dialog" onClose={onClose}>
          <ReportForm transit={transit} onClose={onClose} />
        </ActDialog>
      )}
    </Modal.Root>
  );
}

function ReportForm({ transit, onClose }: { transit: TransitView; onClose(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [kind, setKind] = useState<IncidentKind>('breakdown');
  const [words, setWords] = useState('');
  const [pictures, setPictures] = useState<File[]>([]);
  const reporting = useMutation({
    mutationFn: async () => {
      const evidence: string[] = [];
      for (const picture of pictures) evidence.push((await showOfTransit(transit.id, picture)).id);
      return reportIncident(transit.id, { kind, text: words.trim(), evidence });
    },
    onSuccess: onClose,
    onSettled: () => {
      for (const queryKey of [['transits'], ['transit', transit.id], ['timeline', transit.id]])
        void queries.invalidateQueries({ queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() !== '') reporting.mutate();
  };
  return (
    <form className={form['form']} onSubmit={submit}>
      <p>{t('report.of', { number: transit.number, plate: formatPlate(transit.vehicle.plate) })}</p>
      <Chip.Group multiple={false} value={kind} onChange={(value) => setKind(value)}>
        <fieldset className={classes['kinds']}>
          <legend>{t('report.kind')}</legend>
          {INCIDENT_KINDS.map((one) => (
            <Chip key={one} value={one} size="md" radius="sm" data-testid={`kind-${one}`}>
              {t(`reportKind.${one}`)}
            </Chip>
          ))}
        </fieldset>
      </Chip.Group>
      <Textarea
        label={t('report.words')}
        description={t('report.wordsHint')}
        size="md"
        autosize
        minRows={3}
        maxLength={MOST_SIGNS}
        required
        withAsterisk={false}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-testid="report-words"
      />
      <PicturesField
        label={t('report.picture')}
        value={pictures}
        onChange={setPictures}
        testId="report-picture"
      />
      <ActProblem error={reporting.error} />
      <div className={form['buttons']}>
        <Button variant="default" size="md" mih={48} onClick={onClose}>
          {t('override.leave')}
        </Button>
        <PrimaryButton size="md" mih={48} loading={reporting.isPending} data-testid="report-submit">
          {t('report.send')}
        </PrimaryButton>
      </div>
    </form>
  );
}
