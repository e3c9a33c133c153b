import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

interface KnownRoute {
  readonly method: string;
  /** As Fastify has it: `/api/v1/seals/:id`. */
  readonly path: string;
  readonly pattern: RegExp;
}

/** Every route of the server, noted as it is registered. */
@Injectable()
export class RouteTable {
  private readonly routes: KnownRoute[] = [];

  /** Begins to note; to be called before the application's routes are registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, path }) => {
      for (const each of [method].flat()) this.routes.push({ method: each, path, pattern: patternOf(path) });
    });
  }

  /** Method and path of each, in the order of registration. */
  all(): readonly { readonly method: string; readonly path: string }[] {
    return this.routes;
  }

  /** The methods that an address takes; wildcards, which are there for files and sockets, do not count. */
  methodsAt(url: string): string[] {
    const path = url.split('?', 1)[0]!;
    const found = this.routes.filter((route) => !route.path.includes('*') && route.pattern.test(path));
    return [...new Set(found.map((route) => route.method))].sort();
  }
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[A-Za-z0-9_]+/g, '[^/]+')}$`);
}
