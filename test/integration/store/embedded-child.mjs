/** A process that keeps the embedded PostgreSQL of a folder as the platform does; says so in one line of JSON, or why it cannot. */
import { superviseEmbedded } from '@haidang/store';

try {
  const nothing = () => undefined;
  const server = await superviseEmbedded(
    { dataDir: process.argv[2] },
    { restarted: nothing, failed: nothing },
  );
  process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid, adopted: server.adopted })}\n`);
  process.once('SIGTERM', () => void server.stop().then(() => process.exit()));
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: error.message })}\n`);
}
