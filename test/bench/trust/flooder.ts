import { connect } from 'node:net';
import mqttPacket from 'mqtt-packet';

/** A process that keeps so many connections to a broker's port busy with what is no device, until it is told to stop. */
const [port, clients] = [Number(process.env['PORT']), Number(process.env['CLIENTS'])];
/** Milliseconds that a client waits before it comes again. */
const COMES_AGAIN = 1_000;

let connections = 0;

/** What each client says first: nothing, a guess, the beginning of a packet, another protocol. */
const OPENINGS: readonly (() => Buffer | undefined)[] = [
  () => undefined,
  () =>
    mqttPacket.generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: `guess-${String(connections)}`,
      keepalive: 60,
      username: `VN${String(connections % 1_000_000).padStart(6, '0')}`,
      password: Buffer.from(`guess ${String(connections)}`),
    }),
  () => Buffer.from([0x10, 0xff, 0x01, 0x00, 0x04]),
  () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]),
];

function come(client: number): void {
  connections++;
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined).resume();
  socket.once('connect', () => {
    const opening = OPENINGS[client % OPENINGS.length]!();
    if (opening !== undefined) socket.write(opening);
  });
  socket.once('close', () => setTimeout(() => come(client), COMES_AGAIN * (0.5 + Math.random())));
}

for (let client = 0; client < clients; client++)
  setTimeout(() => come(client), (client / clients) * COMES_AGAIN);
setTimeout(() => process.send!('the flood is there'), 2 * COMES_AGAIN);
process.once('SIGTERM', () => {
  process.send!({ connections }, () => process.exit());
});
