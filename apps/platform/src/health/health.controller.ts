import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Open } from '../identity/openness.js';
import { Metrics } from '../metrics/metrics.js';
import { Readiness } from './readiness.js';

/** For machines: orchestrators and Prometheus. No version prefix. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** The process answers. Nothing else is asked: a database away is no reason to kill it. */
  @Get('health/live')
  @Open('public')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Broker, database, lag: 200 when messages flow, else 503; `checks` says which, `warnings` what weakens a promise. */
  @Get('health/ready')
  @Open('public')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const report = await this.readiness.report();
    void reply.status(report.ready ? 200 : 503);
    return report;
  }

  @Get('metrics')
  @Open('public')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  exposition(): Promise<string> {
    this.readiness.gauge();
    return this.metrics.registry.metrics();
  }
}
