import { MantineProvider } from '@mantine/core';
import { Page } from './page.js';
import { SessionGate } from './session/session-gate.js';
import { ServicesContext, type Services } from './shared/services.js';
import { useSignal } from './shared/signal.js';
import { cssVariables, theme } from './shared/theme.js';
import { ErrorBoundary } from './shared/ui/error-boundary.js';

/** The page of the address, in the viewer's theme. */
export function App({ services }: { services: Services }) {
  const scheme = useSignal(services.state.theme);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={scheme}>
      <ServicesContext value={services}>
        <ErrorBoundary>
          <SessionGate>
            <Page />
          </SessionGate>
        </ErrorBoundary>
      </ServicesContext>
    </MantineProvider>
  );
}
