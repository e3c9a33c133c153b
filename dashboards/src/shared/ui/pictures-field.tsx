import { FileInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** What is taken as evidence: pictures, and a page that was scanned. */
export const EVIDENCE_TYPES = 'image/jpeg,image/png,image/webp,application/pdf';

interface PicturesFieldProps {
  label: string;
  value: File[];
  onChange(files: File[]): void;
  testId?: string;
}

/** Pictures that are sent along, as many as there are. */
export function PicturesField({ label, value, onChange, testId }: PicturesFieldProps) {
  const { t } = useTranslation();
  return (
    <FileInput
      multiple
      clearable
      clearButtonProps={{ 'aria-label': t('pictures.clear') }}
      size="md"
      label={label}
      placeholder={t('report.choose')}
      accept={EVIDENCE_TYPES}
      value={value}
      onChange={onChange}
      data-testid={testId}
    />
  );
}
