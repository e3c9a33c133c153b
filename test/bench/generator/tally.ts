import { Histogram } from './histogram.js';
import type { LoadJob, LoadResult } from './job.js';

/** Counts a load's messages; only those acknowledged within the time of counting make its rates and latencies. */
export class Tally {
  sent = 0;
  acknowledged = 0;
  outOfOrder = 0;
  lost = 0;
  private counted = 0;
  private readonly latency = new Histogram();
  private readonly cpuBefore = process.cpuUsage();

  /** @param from, until: the time of counting, by `performance.now()` */
  constructor(
    private readonly from: number,
    private readonly until: number,
  ) {}

  acknowledge(since: number, now: number, inOrder: boolean): void {
    this.acknowledged++;
    if (!inOrder) this.outOfOrder++;
    if (now < this.from || now >= this.until) return;
    this.counted++;
    this.latency.record(now - since);
  }

  /** @param end when the load stopped sending, which may be before the time of counting was over */
  result(job: LoadJob, end: number): LoadResult {
    const seconds = (Math.min(end, this.until) - this.from) / 1000;
    const messageRate = seconds > 0 ? this.counted / seconds : 0;
    const cpu = process.cpuUsage(this.cpuBefore);
    return {
      sent: this.sent,
      acknowledged: this.acknowledged,
      fixesAcknowledged: this.acknowledged * job.fixesPerMessage,
      unacknowledged: this.sent - this.acknowledged,
      outOfOrder: this.outOfOrder,
      lost: this.lost,
      messageRate,
      fixRate: messageRate * job.fixesPerMessage,
      seconds,
      latency: {
        p50: this.latency.percentile(0.5),
        p99: this.latency.percentile(0.99),
        p999: this.latency.percentile(0.999),
        max: this.latency.max,
      },
      cpu: (cpu.user + cpu.system) / 1e6,
    };
  }
}
