import { createServer, type Socket } from 'node:net';

/**
 * A broker that does nothing: it answers CONNECT and acknowledges every QoS 1 PUBLISH of a read in one write. What a
 * load reaches against it is what the generator itself can do. Prints its port and serves until it is stopped.
 */
const server = createServer({ noDelay: true }, serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.once('disconnect', () => process.exit(0));

function serve(socket: Socket): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const answers: number[] = [];
    let at = 0;
    for (let end = packetEnd(bytes, at); end <= bytes.length; end = packetEnd(bytes, at)) {
      if (bytes[at] === 0x10) answers.push(0x20, 2, 0, 0);
      else answers.push(0x40, 2, ...packetId(bytes, at));
      at = end;
    }
    held = bytes.subarray(at);
    if (answers.length > 0) socket.write(Buffer.from(answers));
  });
}

/** Where the packet at `at` ends; past the end of `bytes` when it is not whole (MQTT 3.1.1, section 2.2.3). */
function packetEnd(bytes: Buffer, at: number): number {
  let length = 0;
  for (let i = 1; i <= 4; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return Infinity;
    length += (byte & 0x7f) * 128 ** (i - 1);
    if (byte < 0x80) return at + i + 1 + length;
  }
  throw new Error('a remaining length of more than four bytes');
}

function packetId(bytes: Buffer, at: number): [number, number] {
  let start = at + 1;
  while (bytes[start]! >= 0x80) start++;
  const topic = start + 1;
  const id = topic + 2 + bytes.readUInt16BE(topic);
  return [bytes[id]!, bytes[id + 1]!];
}
