import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { PacketSieve, type Publish } from './packet-sieve.js';

const TOPIC = 'haidang/v1/seals/VN000101/fixes';

/** A sieve that notes in which order it hands packets on. */
class Sieve {
  readonly said: string[] = [];
  isOpen = true;
  unacknowledged = 0;
  private readonly sieve = new PacketSieve({
    isOpen: () => this.isOpen,
    take: ({ topic, payload, messageId }: Publish) => {
      this.unacknowledged++;
      this.said.push(`took ${topic} ${payload.toString()} ${String(messageId)}`);
    },
    isIdle: () => this.unacknowledged === 0,
  });
  readonly left: Buffer[] = [];

  get waitsForIdle(): boolean {
    return this.sieve.waitsForIdle;
  }

  isOnePublish(chunk: Buffer): boolean {
    return this.sieve.isOnePublish(chunk);
  }

  /** As a socket that is read until it says nothing more. */
  read(chunk: Buffer): void {
    for (let next = chunk; ; next = Buffer.alloc(0)) {
      const rest = this.sieve.sift(next);
      if (rest === undefined) return;
      this.left.push(rest);
      this.said.push(`left ${rest.toString('hex')}`);
    }
  }
}

function publish(messageId: number, payload = 'x', changes: object = {}): Buffer {
  return generate({
    ...{ cmd: 'publish', topic: TOPIC, payload, qos: 1, messageId, dup: false, retain: false },
    ...changes,
  });
}

const PING = generate({ cmd: 'pingreq' });
const BYE = generate({ cmd: 'disconnect' });
const hex = (bytes: Buffer): string => `left ${bytes.toString('hex')}`;

describe('a sieve', () => {
  it('knows a chunk that is one PUBLISH of QoS 1 and stands alone', () => {
    const sieve = new Sieve();
    const one = publish(1);
    expect(sieve.isOnePublish(one)).toBe(true);
    expect(sieve.isOnePublish(publish(1, 'x', { dup: true }))).toBe(true);
    const others = [
      Buffer.concat([one, one]),
      Buffer.concat([one, PING]),
      one.subarray(0, -1),
      one.subarray(0, 1),
      publish(1, 'x', { qos: 0 }),
      PING,
      BYE,
    ];
    for (const other of others) expect(sieve.isOnePublish(other)).toBe(false);
    sieve.read(one.subarray(0, 5));
    expect(sieve.isOnePublish(one)).toBe(false);
    sieve.read(one.subarray(5));
    expect(sieve.isOnePublish(one)).toBe(true);
    expect(sieve.said).toHaveLength(1);
  });

  it('takes a PUBLISH of QoS 1, also one sent again, and leaves everything else as it came', () => {
    const sieve = new Sieve();
    const others = [
      PING,
      publish(2, 'x', { qos: 0 }),
      publish(3, 'x', { qos: 2 }),
      publish(4, 'x', { retain: true }),
      publish(5, 'x', { topic: 'elsewhere' }),
      generate({ cmd: 'puback', messageId: 7 }),
    ];
    sieve.read(Buffer.concat([publish(1), publish(1, 'y', { dup: true }), ...others]));
    expect(sieve.said).toEqual([`took ${TOPIC} x 1`, `took ${TOPIC} y 1`, hex(Buffer.concat(others))]);
  });

  it('leaves to aedes what nobody may publish on, or without a number', () => {
    const wild = publish(1);
    wild[wild.indexOf('VN')] = '+'.charCodeAt(0);
    const unnumbered = publish(1);
    unnumbered.writeUInt16BE(0, unnumbered.length - 3);
    const cut = publish(1);
    cut.writeUInt16BE(200, 2); // a topic longer than its packet
    for (const bytes of [wild, unnumbered, cut]) {
      const sieve = new Sieve();
      sieve.read(bytes);
      expect(sieve.said).toEqual([hex(bytes)]);
    }
  });

  it('leaves all to aedes until the device is known', () => {
    const sieve = new Sieve();
    sieve.isOpen = false;
    const half = publish(2).subarray(0, 9);
    sieve.read(Buffer.concat([publish(1), half]));
    sieve.isOpen = true;
    sieve.read(Buffer.concat([publish(2).subarray(9), publish(3)]));
    expect(Buffer.concat(sieve.left)).toEqual(Buffer.concat([publish(1), publish(2)]));
    expect(sieve.said.at(-1)).toBe(`took ${TOPIC} x 3`);
  });

  it('lets a DISCONNECT wait until all before it is acknowledged', () => {
    const sieve = new Sieve();
    sieve.read(Buffer.concat([publish(1), BYE]));
    expect(sieve.said).toEqual([`took ${TOPIC} x 1`]);
    expect(sieve.waitsForIdle).toBe(true);
    sieve.unacknowledged = 0;
    sieve.read(Buffer.alloc(0));
    expect(sieve.said).toEqual([`took ${TOPIC} x 1`, hex(BYE)]);
    expect(sieve.waitsForIdle).toBe(false);
  });

  it('leaves what is no MQTT to aedes, and all after it', () => {
    const sieve = new Sieve();
    const endless = Buffer.from([0x32, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    sieve.read(Buffer.concat([publish(1), endless, publish(2)]));
    sieve.read(publish(3));
    expect(sieve.said[0]).toBe(`took ${TOPIC} x 1`);
    expect(Buffer.concat(sieve.left)).toEqual(Buffer.concat([endless, publish(2), publish(3)]));
  });

  it('leaves a picture to aedes, which copies nothing for each piece of it', () => {
    const sieve = new Sieve();
    const large = publish(1, 'p'.repeat(70_000));
    sieve.read(large.subarray(0, 40_000));
    sieve.read(Buffer.concat([large.subarray(40_000), publish(2)]));
    expect(Buffer.concat(sieve.left)).toEqual(large);
    expect(sieve.said.at(-1)).toBe(`took ${TOPIC} x 2`);
  });

  it('says the same however the bytes are cut, and loses none', () => {
    const packet = fc.oneof(
      fc.record({ id: fc.integer({ min: 1, max: 65_535 }), size: fc.nat(300) }).map(({ id, size }) => ({
        bytes: publish(id, 'z'.repeat(size)),
        says: `took ${TOPIC} ${'z'.repeat(size)} ${String(id)}`,
      })),
      fc
        .constantFrom(PING, publish(9, 'quiet', { qos: 0 }), generate({ cmd: 'pubrel', messageId: 3 }))
        .map((bytes) => ({ bytes, says: hex(bytes) })),
    );
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 20 }), fc.array(fc.nat(400)), (packets, cuts) => {
        const sieve = new Sieve();
        let bytes = Buffer.concat(packets.map((one) => one.bytes));
        for (const cut of cuts) {
          sieve.read(bytes.subarray(0, cut));
          bytes = bytes.subarray(cut);
        }
        sieve.read(bytes);
        // what is left to aedes may come in other pieces: nothing else is said between them
        const joined = (said: readonly string[]): string =>
          said
            .join('\n')
            .replaceAll(/(?<=[0-9a-f])\nleft /g, (all, at: number, text: string) =>
              text.lastIndexOf('took', at) > text.lastIndexOf('left', at) ? all : '',
            );
        expect(joined(sieve.said)).toBe(joined(packets.map(({ says }) => says)));
      }),
    );
  });
});
