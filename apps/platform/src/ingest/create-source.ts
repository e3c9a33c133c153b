import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { EmbeddedBroker } from './embedded-broker.js';
import { ExternalBroker } from './external-broker.js';
import type { MessageSource } from './source.js';

/** The source that the configuration names. */
export function createSource(
  config: Config,
  pipeline: Pipeline,
  metrics: Metrics,
  logger: Logger,
): MessageSource {
  const { mqtt } = config;
  return mqtt.kind === 'embedded'
    ? new EmbeddedBroker({ host: config.host, port: mqtt.port }, pipeline, metrics, logger)
    : new ExternalBroker(mqtt, pipeline, metrics, logger);
}
