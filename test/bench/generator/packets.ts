/** The MQTT 3.1.1 packets a load needs, written out by hand: OASIS MQTT 3.1.1, chapters 2 and 3. */

/** Digits of a seal's number in its id and topic. */
export const SEAL_DIGITS = 6;
const TOPIC_HEAD = 'haidang/v1/seals/VN';

/** The id of a bench seal: `VN000042`. */
export function sealId(n: number): string {
  return `VN${String(n).padStart(SEAL_DIGITS, '0')}`;
}

/** Who sends the load: one server that speaks for all seals of its organisation, as in `../world.ts`. */
export const SENDER = { name: 'BENCH', secret: 'of-no-worth-outside-a-bench-run' } as const;

/**
 * CONNECT with user name, password, a clean session and no keep-alive, so that nothing but PUBACKs ever comes back (section 3.1). A broker
 * that asks nobody who he is takes no notice of the first two.
 */
export function connectPacket(clientId: string): Buffer {
  const fields = [clientId, SENDER.name, SENDER.secret].flatMap((text) => {
    const bytes = Buffer.from(text);
    return [Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes];
  });
  const body = Buffer.concat([Buffer.from([0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0xc2, 0, 0]), ...fields]);
  return Buffer.concat([Buffer.from([0x10]), remainingLength(body.length), body]);
}

/** Where the bytes that differ from fix to fix stand in a packet. */
export interface FixPlaces {
  readonly seq: number;
  readonly time: number;
  readonly lat: number;
  readonly lon: number;
}

/** A QoS 1 PUBLISH of one fix, or an array of them, in which only digits of fixed places change from message to message. */
export interface PublishLayout {
  readonly bytes: Buffer;
  readonly sealDigits: number;
  readonly packetId: number;
  readonly fixes: readonly FixPlaces[];
}

/** Lays out the PUBLISH of `fixes` fixes (section 3.3); every digit that will change is `0` or `1` here. */
export function publishLayout(fixes: number, buffered: boolean): PublishLayout {
  const topic = `${TOPIC_HEAD}${'0'.repeat(SEAL_DIGITS)}/fixes`;
  const variable = 2 + topic.length + 2;
  const places: FixPlaces[] = [];
  let payload = fixes === 1 ? '' : '[';
  for (let i = 0; i < fixes; i++) {
    if (i > 0) payload += ',';
    payload += '{"seq":';
    const seq = payload.length;
    payload += '1000000000,"time":"';
    const time = payload.length;
    payload += '2000-01-01T00:00:00.000Z","lat":';
    const lat = payload.length;
    payload += '10.000000,"lon":';
    const lon = payload.length;
    payload += '100.000000,"accuracy":12,"speed":43.2,"heading":181,"satellites":9,"battery":87,';
    payload += `"charging":false,"lock":"locked","events":[],"buffered":${String(buffered)}}`;
    places.push({ seq, time, lat, lon });
  }
  if (fixes !== 1) payload += ']';

  const length = remainingLength(variable + payload.length);
  const start = 1 + length.length;
  const body = Buffer.from(`\0${String.fromCharCode(topic.length)}${topic}\0\0${payload}`, 'latin1');
  const at = start + variable;
  return {
    bytes: Buffer.concat([Buffer.from([0x32]), length, body]),
    sealDigits: start + 2 + TOPIC_HEAD.length,
    packetId: start + 2 + topic.length,
    fixes: places.map((p) => ({ seq: at + p.seq, time: at + p.time, lat: at + p.lat, lon: at + p.lon })),
  };
}

/** Writes `value` as `digits` decimal digits at `at`. */
export function writeDigits(bytes: Uint8Array, at: number, digits: number, value: number): void {
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const next = Math.floor(rest / 10);
    bytes[i] = 48 + rest - next * 10;
    rest = next;
  }
}

/** The variable-length number of a fixed header (section 2.2.3). */
function remainingLength(length: number): Buffer {
  const bytes: number[] = [];
  let rest = length;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}
