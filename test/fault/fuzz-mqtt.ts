import mqttPacket, { type Packet } from 'mqtt-packet';
import { topics } from '@haidang/wire';
import type { Random } from '../../firmware-sim/src/random.js';

/** How often a packet is sent as the protocol has it: between broken ones, in an order that nobody foresaw. */
const WHOLE = 0.35;

/** Packets of MQTT 3.1.1 as a broken or hostile client sends them: right ones, and right ones with bytes changed, lost, doubled or made up. */
export class MqttFuzzer {
  constructor(
    private readonly random: Random,
    private readonly seal: string,
  ) {}

  next(): Buffer {
    const { random } = this;
    const bytes = mqttPacket.generate(this.packet());
    return random.chance(WHOLE) ? bytes : this.broken(bytes);
  }

  /** How a connection begins: mostly well, or nothing after it would be read. */
  connect(connect: Packet): Buffer {
    const bytes = mqttPacket.generate(connect);
    return this.random.chance(0.8) ? bytes : this.broken(bytes);
  }

  private packet(): Packet {
    const { random } = this;
    const messageId = random.pick([1, 2, 3, 255, 65_535]);
    const topic = random.pick([
      topics.fixes(this.seal),
      topics.decisions('PORT-1'),
      topics.receipts('PORT'),
      'haidang/v1/seals/VN000001/fixes',
      '#',
      '+/+',
      '$SYS/#',
      '$share/g/x',
      'a'.repeat(random.integer(1, 2_000)),
      '/'.repeat(random.integer(1, 100)),
    ]);
    const plain = topic.replaceAll(/[#+]/g, 'x');
    const qos = random.pick([0, 1, 2] as const);
    return random.pick<() => Packet>([
      () => ({
        cmd: 'publish',
        topic: plain,
        payload: this.payload(),
        qos,
        messageId,
        retain: random.chance(0.3),
        dup: qos > 0 && random.chance(0.3),
      }),
      () => ({
        cmd: 'publish',
        topic: topics.fixes(this.seal),
        payload: this.payload(),
        qos: 1,
        messageId,
        retain: false,
        dup: false,
      }),
      () => ({ cmd: 'subscribe', messageId, subscriptions: [{ topic, qos }] }),
      () => ({
        cmd: 'subscribe',
        messageId,
        subscriptions: Array.from({ length: random.integer(1, 200) }, (_, i) => ({
          topic: `t/${String(i)}`,
          qos,
        })),
      }),
      () => ({ cmd: 'unsubscribe', messageId, unsubscriptions: [topic] }),
      () => ({ cmd: 'puback', messageId }),
      () => ({ cmd: 'pubrec', messageId }),
      () => ({ cmd: 'pubrel', messageId }),
      () => ({ cmd: 'pubcomp', messageId }),
      () => ({ cmd: 'pingreq' }),
      () => ({
        cmd: 'connect',
        clientId: `again-${String(random.integer(0, 9))}`,
        protocolId: 'MQTT',
        protocolVersion: random.pick([3, 4, 5]) as 4,
        clean: random.chance(0.5),
        keepalive: random.integer(0, 65_535),
      }),
      () => ({ cmd: 'connack', returnCode: 0, sessionPresent: false }),
      () => ({ cmd: 'suback', messageId, granted: [0] }),
    ])();
  }

  private payload(): Buffer {
    const { random } = this;
    const length = random.chance(0.01) ? random.integer(10_000, 300_000) : random.integer(0, 300);
    return Buffer.from(
      Array.from({ length: Math.min(length, 300) }, () => random.integer(0, 255)).concat(
        Array(Math.max(0, length - 300)).fill(0) as number[],
      ),
    );
  }

  private broken(whole: Buffer): Buffer {
    const { random } = this;
    const at = random.integer(0, whole.length - 1);
    return random.pick([
      // a bit, or several bytes, of chance; the first two are the type, the flags and the length
      () => flipped(whole, random.integer(0, Math.min(3, whole.length - 1)), 1 << random.integer(0, 7)),
      () => flipped(whole, at, 1 << random.integer(0, 7)),
      () => whole.subarray(0, at),
      () => Buffer.concat([whole.subarray(0, at), Buffer.from([random.integer(0, 255)]), whole.subarray(at)]),
      () =>
        Buffer.concat([
          whole.subarray(0, at),
          whole.subarray(Math.min(whole.length, at + random.integer(1, 8))),
        ]),
      () => Buffer.concat([whole, whole.subarray(at)]),
      () => Buffer.from([random.integer(0, 255), 0xff, 0xff, 0xff, random.pick([0x7f, 0x80, 0xff])]),
      () => Buffer.from(Array.from({ length: random.integer(1, 64) }, () => random.integer(0, 255))),
    ])();
  }
}

function flipped(whole: Buffer, at: number, bit: number): Buffer {
  const bytes = Buffer.from(whole);
  bytes[at]! ^= bit;
  return bytes;
}
