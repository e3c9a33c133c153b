import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { Doorkeeper } from '../devices/doorkeeper.js';
import type { Directory } from '../directory/directory.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { TlsFiles } from '../tls/tls-files.js';
import { EmbeddedBroker } from './embedded-broker.js';
import { ExternalBroker } from './external-broker.js';
import type { MessageSource } from './source.js';

/** From one address, connections that have not said who they are. */
const STRANGERS_PER_ADDRESS = 500;
const NOTHING = Buffer.alloc(0);

export interface SourceParts {
  readonly config: Config;
  readonly pool: Pool;
  readonly directory: Directory;
  readonly pipeline: Pipeline;
  readonly metrics: Metrics;
  readonly tls: TlsFiles | undefined;
  readonly logger: Logger;
}

/** The source that the configuration names. */
export function createSource(parts: SourceParts): MessageSource {
  const { config, pipeline, metrics, logger } = parts;
  if (config.mqtt.kind === 'external') return new ExternalBroker(config.mqtt, pipeline, metrics, logger);
  return embeddedBroker(parts, config.mqtt);
}

/** The embedded broker with its doorkeeper. */
export function embeddedBroker(
  { config, pool, directory, pipeline, metrics, tls, logger }: SourceParts,
  { port, securePort, limits }: Config['mqtt'] & { kind: 'embedded' },
): EmbeddedBroker {
  const doorkeeper = new Doorkeeper({
    ...{ pool, directory, metrics, logger },
    limits: { one: limits.device, forwarder: limits.forwarder },
    quarantine: (rejection) => pipeline.refuse('', NOTHING, rejection),
  });
  const options = {
    ...{ host: config.host, port },
    secure: securePort === undefined || tls === undefined ? undefined : { port: securePort, files: tls },
    crowd: {
      total: limits.connections,
      perAddress: limits.perAddress,
      strangersPerAddress: STRANGERS_PER_ADDRESS,
    },
  };
  return new EmbeddedBroker(options, pool, pipeline, metrics, logger, doorkeeper);
}
