import path from 'node:path';

/** What the launcher itself must know; the platform reads and checks all of the environment. */
export interface Settings {
  /** Where the platform answers, on this machine. */
  readonly origin: string;
  /** Where the simulator's seals publish. */
  readonly broker: string;
  /** Where the platform writes the demo's secrets; undefined with an external broker, which has its own. */
  readonly credentials: string | undefined;
  /** The certificate that we show; the simulator believes it, whoever signed it. */
  readonly trusted: string | undefined;
  /** Ports that must be free before anything starts, by the variable that moves them. */
  readonly ports: readonly { readonly variable: string; readonly port: number }[];
  readonly logFolder: string;
}

const HTTP_PORT = 8080;
const MQTT_PORT = 1883;
const MQTTS_PORT = 8883;

export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const http = portOf(env['PORT'], HTTP_PORT);
  const cert = env['TLS_CERT'] || undefined;
  const external = env['MQTT_URL'] || undefined;
  const dataDir = path.resolve(env['DATA_DIR'] || '.haidang');
  const doors = brokerDoors(env);
  return {
    origin: cert === undefined ? `http://127.0.0.1:${http}` : `https://localhost:${http}`,
    broker: external ?? doors[0]!.address,
    credentials: external === undefined ? path.join(dataDir, 'demo-devices.csv') : undefined,
    trusted: cert,
    ports: [{ variable: 'PORT', port: http }, ...(external === undefined ? doors : [])],
    logFolder: path.join(dataDir, 'logs'),
  };
}

/** The embedded broker's: plain MQTT first, where it is not closed. */
function brokerDoors(
  env: Readonly<Record<string, string | undefined>>,
): { variable: string; port: number; address: string }[] {
  const plain = portOf(env['MQTT_PORT'], MQTT_PORT);
  const secure = portOf(env['MQTTS_PORT'], MQTTS_PORT);
  return [
    ...(env['MQTT_PORT'] === 'off'
      ? []
      : [{ variable: 'MQTT_PORT', port: plain, address: `mqtt://127.0.0.1:${plain}` }]),
    ...(env['MQTT_PORT'] === 'off' || (env['MQTTS_PORT'] || undefined) !== undefined
      ? [{ variable: 'MQTTS_PORT', port: secure, address: `mqtts://localhost:${secure}` }]
      : []),
  ];
}

/** A text that is no port is left for the platform to refuse in its own words. */
function portOf(text: string | undefined, otherwise: number): number {
  const port = Number(text || otherwise);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : otherwise;
}
