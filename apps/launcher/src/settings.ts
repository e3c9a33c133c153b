import path from 'node:path';

/** What the launcher itself must know; the platform reads and checks all of the environment. */
export interface Settings {
  /** Where the platform answers, on this machine. */
  readonly origin: string;
  /** Where the simulator's seals publish. */
  readonly broker: string;
  /** Where the platform writes the demo's secrets; undefined with an external broker, which has its own. */
  readonly credentials: string | undefined;
  /** Ports that must be free before anything starts, by the variable that moves them. */
  readonly ports: readonly { readonly variable: string; readonly port: number }[];
  readonly logFolder: string;
}

const HTTP_PORT = 8080;
const MQTT_PORT = 1883;

export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const http = portOf(env['PORT'], HTTP_PORT);
  const mqtt = portOf(env['MQTT_PORT'], MQTT_PORT);
  const external = env['MQTT_URL'] || undefined;
  const dataDir = path.resolve(env['DATA_DIR'] || '.haidang');
  return {
    origin: `http://127.0.0.1:${http}`,
    broker: external ?? `mqtt://127.0.0.1:${mqtt}`,
    credentials: external === undefined ? path.join(dataDir, 'demo-devices.csv') : undefined,
    ports: [
      { variable: 'PORT', port: http },
      ...(external === undefined ? [{ variable: 'MQTT_PORT', port: mqtt }] : []),
    ],
    logFolder: path.join(dataDir, 'logs'),
  };
}

/** A text that is no port is left for the platform to refuse in its own words. */
function portOf(text: string | undefined, otherwise: number): number {
  const port = Number(text || otherwise);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : otherwise;
}
