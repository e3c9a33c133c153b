import { RouteConfig } from '@nestjs/platform-fastify';

/**
 * How far a route is open: `public` to anybody, `beginning` also to somebody who has yet to change a password or to enrol a second factor;
 * `device` to devices with their own credentials and to nobody who is signed in.
 * Every other route of the server demands a session with nothing left undone.
 */
export type Openness = 'public' | 'beginning' | 'device';

/** Opens a route that is not described in the OpenAPI document; those that are say it there (`Describe`). */
export function Open(openness: Openness): MethodDecorator {
  return RouteConfig({ openness });
}

/** What a route's configuration says. */
export function opennessOf(config: unknown): Openness | undefined {
  return (config as { openness?: Openness } | undefined)?.openness;
}
