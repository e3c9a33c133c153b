/** A PUBLISH of QoS 1 [MQTT-3.1.1, 3.3]. */
export interface Publish {
  readonly topic: string;
  readonly payload: Buffer;
  readonly messageId: number;
}

/** Whom a sieve asks and tells. */
export interface SieveOwner {
  /** PUBLISHes may be taken: the device is known, and its CONNACK has left. */
  isOpen(): boolean;
  take(publish: Publish): void;
  /** All that was taken is acknowledged. */
  isIdle(): boolean;
}

const PUBLISH_QOS_1 = 0x32;
const DUP = 0x08;
const DISCONNECT = 0xe0;
/** What is larger is gathered by aedes, which copies nothing for each piece that comes. */
const LARGEST = 64 * 1024;
/** Topics that devices publish on begin so; and none holds these. */
const ROOT = 'haidang/v1/';
const WILD = /[+#\0]/;
const NOTHING = Buffer.alloc(0);

/**
 * Cuts what a connection sends into packets [MQTT-3.1.1, 2.2]. The usual message of a device, a PUBLISH of QoS 1, is taken here: in aedes it costs
 * as much as decoding and judging its fix. All else goes on to aedes as it came, and in its turn: nothing overtakes. A DISCONNECT waits until
 * what came before it is acknowledged.
 */
export class PacketSieve {
  /** What is in nobody's hands yet: the beginning of a packet, or what follows one that aedes has to see first. */
  private rest: Buffer = NOTHING;
  /** Bytes still to come of a packet whose beginning aedes has; infinitely many where it is no MQTT, which aedes says. */
  private promised = 0;
  /** Goes on once all is acknowledged. */
  waitsForIdle = false;

  constructor(private readonly owner: SieveOwner) {}

  get hasRest(): boolean {
    return this.rest.length > 0;
  }

  /** A chunk that is one PUBLISH of QoS 1 and nothing else, with nothing left over before it. */
  isOnePublish(chunk: Buffer): boolean {
    return (
      this.rest.length === 0 &&
      this.promised === 0 &&
      (chunk[0]! & ~DUP) === PUBLISH_QOS_1 &&
      packetAt(chunk, 0)?.length === chunk.length
    );
  }

  /** @returns what aedes is to read; undefined: nothing for now */
  sift(chunk: Buffer): Buffer | undefined {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    this.waitsForIdle = false;
    const isOpen = this.owner.isOpen();
    let from = 0;
    let at = 0;
    for (;;) {
      const part = Math.min(this.promised, bytes.length - at);
      this.promised -= part;
      at += part;
      const packet = at === bytes.length ? undefined : packetAt(bytes, at);
      if (packet === undefined) break;
      const publish = isOpen && packet.length <= LARGEST ? publishIn(bytes, at, packet) : undefined;
      if (publish === 'unfinished' || (publish !== undefined && at > from)) break;
      if (publish !== undefined) {
        this.owner.take(publish);
        from = at += packet.length;
        continue;
      }
      this.waitsForIdle = isOpen && bytes[at] === DISCONNECT && !this.owner.isIdle();
      if (this.waitsForIdle) break;
      this.promised = packet.length;
    }
    this.rest = bytes.subarray(at);
    return at > from ? bytes.subarray(from, at) : undefined;
  }
}

/** Where a packet's content begins, and how many bytes it is whole: infinitely many when that cannot be read. */
interface PacketBounds {
  readonly content: number;
  readonly length: number;
}

/** @returns undefined while too little has come to tell */
function packetAt(bytes: Buffer, at: number): PacketBounds | undefined {
  let length = 0;
  for (let i = 1; i <= 4; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 128 ** (i - 1);
    if (byte < 0x80) return { content: at + i + 1, length: i + 1 + length };
  }
  return { content: at, length: Infinity };
}

/** @returns undefined when it is not one that is ours */
function publishIn(
  bytes: Buffer,
  at: number,
  { content, length }: PacketBounds,
): Publish | 'unfinished' | undefined {
  if ((bytes[at]! & ~DUP) !== PUBLISH_QOS_1) return undefined;
  const end = at + length;
  if (end > bytes.length) return 'unfinished';
  if (content + 2 > end) return undefined;
  const topicEnd = content + 2 + bytes.readUInt16BE(content);
  if (topicEnd + 2 > end) return undefined;
  const topic = bytes.toString('utf8', content + 2, topicEnd);
  const messageId = bytes.readUInt16BE(topicEnd);
  if (messageId === 0 || !topic.startsWith(ROOT) || WILD.test(topic)) return undefined;
  return { topic, payload: bytes.subarray(topicEnd + 2, end), messageId };
}
