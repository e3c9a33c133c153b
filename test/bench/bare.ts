import { createServer } from 'node:net';
import { Aedes } from 'aedes';

/** A bare aedes that does nothing but wait 10 ms before it takes a PUBLISH: the ceiling of any program on aedes. */
const WAIT = 10;

const broker = await Aedes.createBroker({
  authorizePublish: (_client, _packet, done) => void setTimeout(done, WAIT),
});
const server = createServer({ noDelay: true }, (socket) => void broker.handle(socket));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.once('disconnect', () => process.exit(0));
