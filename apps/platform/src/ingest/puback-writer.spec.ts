import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PubackWriter } from './puback-writer.js';

it('writes the PUBACKs that fall due together as one piece, in their order', async () => {
  const socket = new PassThrough();
  const pieces: string[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece.toString('hex')));
  const pubacks = new PubackWriter(socket);
  pubacks.write(1);
  pubacks.write(0xabcd);
  await turn();
  pubacks.write(2);
  await turn();
  expect(pieces).toEqual(['400200014002abcd', '40020002']);
});

it('writes nothing to a connection that is gone', async () => {
  const socket = new PassThrough();
  socket.destroy();
  new PubackWriter(socket).write(1);
  await turn();
  expect(socket.readableLength).toBe(0);
});
