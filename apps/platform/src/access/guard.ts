import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../http/errors.js';
import { sessionOf } from '../identity/guard.js';
import { opennessOf } from '../identity/openness.js';
import { mayCall } from './access.js';

/**
 * Every route demands the right to call it ({@link mayCall}); one that the table does not know is for nobody. To be called after
 * `demandSessions`, which has let in whoever needs no session. What is refused is refused before its body is read.
 */
export function demandRights(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, _reply, done) => {
      const openness = opennessOf(request.routeOptions.config);
      if (request.is404 || openness === 'public' || openness === 'device') return done();
      const role = sessionOf(request)?.person.role;
      if (role !== undefined && mayCall(role, routeOf(request))) return done();
      done(new ApiError('forbidden', 'The call is not for this role.'));
    });
}

/** As {@link CALLS} names it; HEAD is a GET without the answer's body. */
function routeOf({ method, routeOptions }: FastifyRequest): string {
  return `${method === 'HEAD' ? 'GET' : method} ${routeOptions.url}`;
}
