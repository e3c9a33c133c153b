const CONNACK = 0x20;
const PUBACK = 0x40;

/**
 * Reads what a broker answers a load: CONNACK and PUBACK, both four bytes long (MQTT 3.1.1, sections 3.2 and 3.4),
 * cut anywhere by the socket.
 */
export class AckReader {
  private readonly held = new Uint8Array(4);
  private holding = 0;

  /**
   * @param onConnack called with the return code; 0 is accepted
   * @param onPuback called with the packet id
   */
  constructor(
    private readonly onConnack: (code: number) => void,
    private readonly onPuback: (packetId: number) => void,
  ) {}

  /** Takes the next `length` bytes. @throws Error on any other packet. */
  read(bytes: Uint8Array, length: number): void {
    let at = 0;
    while (this.holding > 0 && at < length) {
      this.held[this.holding++] = bytes[at++]!;
      if (this.holding < 4) continue;
      this.holding = 0;
      this.packet(this.held, 0);
    }
    for (; at + 4 <= length; at += 4) this.packet(bytes, at);
    while (at < length) this.held[this.holding++] = bytes[at++]!;
  }

  private packet(bytes: Uint8Array, at: number): void {
    const id = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    if (bytes[at] === PUBACK) return this.onPuback(id);
    if (bytes[at] === CONNACK) return this.onConnack(id & 0xff);
    throw new Error(`unexpected packet 0x${bytes[at]!.toString(16)} from the broker`);
  }
}
