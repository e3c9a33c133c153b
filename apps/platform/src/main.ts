import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { ConfigError, readConfig, type Config } from './config/config.js';
import { createLogger } from './logging.js';
import { startPlatform } from './platform.js';

// The heap is mostly the seals' states, which live long: let it grow by half, not double, before it is gone through again.
setFlagsFromString('--heap-growing-percent=50');

/** Reads the configuration, boots, and stops in order on a signal. A start that cannot be is one line and exit code 1. */
async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`haidang: ${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  const logger = createLogger(config.logLevel);
  const stopping = new Promise<string>((signalled) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => signalled(signal));
  });
  try {
    const platform = await startPlatform(config, logger);
    const signal = await stopping;
    logger.info({ signal }, 'stopping');
    await platform.stop();
    logger.info('stopped');
  } catch (error) {
    logger.debug({ err: error }, 'the start failed');
    process.stderr.write(`haidang: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
  // whatever still holds the process (a client's half-open socket) is not worth waiting for
  setTimeout(() => process.exit(), 2_000).unref();
}

await main();
