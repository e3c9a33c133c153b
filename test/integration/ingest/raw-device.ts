import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { FLEET, waitFor } from '@haidang/testkit';
import { generate, parser, type IConnectPacket, type IPublishPacket, type Packet } from 'mqtt-packet';

/** A device on a bare socket: it sends exactly the bytes it is told to, and answers nothing by itself. */
export class RawDevice {
  /** What the broker sent, in order. */
  readonly received: Packet[] = [];
  closed = false;
  private readonly parse = parser({ protocolVersion: 4 });

  private constructor(private readonly socket: Socket) {
    this.parse.on('packet', (packet) => this.received.push(packet));
    socket.on('data', (chunk: Buffer) => this.parse.parse(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => (this.closed = true));
  }

  /** Opens the socket and sends nothing. */
  static async open(port: number): Promise<RawDevice> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const device = new RawDevice(socket);
    await once(socket, 'connect');
    return device;
  }

  /** Opens the socket, sends CONNECT, as the fleet's server where nothing else is said, and waits for its answer. */
  static async connect(
    port: number,
    clientId: string,
    options: Partial<IConnectPacket> = {},
  ): Promise<RawDevice> {
    const device = await RawDevice.open(port);
    device.send(connectPacket(clientId, options));
    // longer than the door waits for the database
    await waitFor(() => device.received.some(({ cmd }) => cmd === 'connack'), 10_000, 'the CONNACK');
    return device;
  }

  send(...packets: Packet[]): void {
    this.write(Buffer.concat(packets.map((packet) => generate(packet))));
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Message ids of one kind of answer, in order. */
  ids(cmd: 'puback' | 'pubrec' | 'pubcomp'): number[] {
    return this.received.filter((packet) => packet.cmd === cmd).map(({ messageId }) => messageId!);
  }

  async untilAnswered(cmd: 'puback' | 'pubrec' | 'pubcomp', count: number): Promise<number[]> {
    await waitFor(() => this.ids(cmd).length >= count, 10_000, `${count} of ${cmd}`);
    return this.ids(cmd);
  }

  /** @param ms that it may take at most */
  async untilClosed(ms = 10_000): Promise<void> {
    await waitFor(() => this.closed, ms, 'the end of the connection');
  }

  /** Cuts the connection without a word. */
  async cut(): Promise<void> {
    this.socket.destroy();
    await this.untilClosed();
  }
}

export function connectPacket(clientId: string, options: Partial<IConnectPacket> = {}): IConnectPacket {
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 60,
    username: FLEET.name,
    password: Buffer.from(FLEET.secret),
    ...options,
  };
}

export function publishPacket(
  topic: string,
  payload: unknown,
  options: Partial<IPublishPacket> = {},
): IPublishPacket {
  const bytes = payload instanceof Uint8Array ? Buffer.from(payload) : JSON.stringify(payload);
  return { cmd: 'publish', topic, payload: bytes, qos: 1, dup: false, retain: false, ...options };
}
