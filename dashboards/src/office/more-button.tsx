import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface MoreButtonProps {
  list: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; fetchNextPage(): unknown };
}

/** At the end of a list that is read part by part: reads the next one, while there is one. */
export function MoreButton({ list }: MoreButtonProps) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <Button
      fullWidth
      variant="default"
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
      data-testid="more"
    >
      {t('office.more')}
    </Button>
  );
}
