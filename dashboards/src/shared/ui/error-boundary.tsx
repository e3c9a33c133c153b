import { Button } from '@mantine/core';
import i18next from 'i18next';
import { Component, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
}

/** A page that broke says so: an operator must not look at a picture that stands still. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const error: Error | null = this.state.error;
    if (error === null) return this.props.children;
    return (
      <main role="alert" style={{ display: 'grid', gap: 16, placeContent: 'center', height: '100dvh' }}>
        <strong>{i18next.t('error.title')}</strong>
        <span>{i18next.t('error.text')}</span>
        <code>{(error as Error).message}</code>
        <Button onClick={() => location.reload()}>{i18next.t('error.reload')}</Button>
      </main>
    );
  }
}
