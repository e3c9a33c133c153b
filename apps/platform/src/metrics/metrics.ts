import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds: from a quick commit to a database in trouble. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The platform's figures for Prometheus (`GET /metrics`); each is explained by its help text. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  private readonly taken = new Map<string, { count: number }>();
  readonly messages = new Counter({
    name: 'haidang_messages_total',
    help: 'Messages received from devices',
    labelNames: ['source'],
    registers: [this.registry],
    collect: () => this.countMessages(),
  });
  readonly fixes = this.counter('haidang_fixes_total', 'Fixes decoded, by what became of them', ['outcome']);
  readonly outliers = this.counter(
    'haidang_outliers_total',
    'Positions dropped, for nothing agreed with them; of late fixes those that were not counted before',
    [],
  );
  readonly passages = this.counter('haidang_passages_total', 'Gate passages committed, by verdict', [
    'verdict',
  ]);
  readonly evidence = this.counter('haidang_evidence_total', 'Pictures and papers, by what became of them', [
    'outcome',
  ]);
  readonly cameraFaults = this.gauge(
    'haidang_camera_faults',
    'Cameras of which something is wrong, by what it is',
    ['fault'],
  );
  readonly quarantined = this.counter('haidang_quarantined_total', 'What was refused, by reason', ['reason']);
  readonly alarms = this.counter('haidang_alarm_changes_total', 'Changes of alarms by the engine, by kind', [
    'kind',
  ]);
  readonly corrections = this.counter(
    'haidang_alarm_corrections_total',
    'Alarms that late evidence raised, changed or withdrew',
    ['kind'],
  );
  readonly commitFailures = this.counter(
    'haidang_commit_failures_total',
    'Commits that failed and were tried again',
    [],
  );
  readonly batchSize = new Histogram({
    name: 'haidang_batch_rows',
    help: 'Rows in a micro-batch',
    buckets: [1, 5, 10, 25, 50, 100, 250, 500, 1000, 2000],
    registers: [this.registry],
  });
  readonly revisionSeconds = this.histogram('haidang_revision_seconds', 'Time folding a watch again took');
  readonly commitSeconds = this.histogram('haidang_commit_seconds', 'Time a commit took');
  readonly ackSeconds = this.histogram(
    'haidang_ack_seconds',
    'Time from receiving a message to its acknowledgement: the longest of each commit',
  );
  readonly pending = this.gauge('haidang_pending_messages', 'Messages received and not acknowledged yet');
  readonly lagSeconds = this.gauge('haidang_lag_seconds', 'Age of the oldest message not acknowledged yet');
  readonly outboxPending = this.gauge(
    'haidang_outbox_pending',
    'Owed to the world and not sent yet, by channel',
    ['channel'],
  );
  readonly ledgerEntries = this.counter('haidang_ledger_entries_total', 'Acts chained in the ledger', []);
  readonly ledgerUnchained = this.gauge('haidang_ledger_unchained', 'Acts entered and not chained yet');
  readonly liveClients = this.gauge('haidang_live_clients', 'Live map clients connected');
  readonly mqttClients = this.gauge('haidang_mqtt_clients', 'Devices connected to the embedded broker');
  readonly mqttRefused = this.counter(
    'haidang_mqtt_refused_total',
    'Connections that were not let in: crowd (total, address, strangers), handshake, proof, unavailable',
    ['why'],
  );
  readonly mqttCut = this.counter(
    'haidang_mqtt_cut_total',
    'Connections ended because their credential had',
    [],
  );
  readonly seals = this.gauge('haidang_seals', 'Seals in the register');

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Where a source counts its messages. They are the one thing counted one by one: the registry hears of them when it is asked. */
  messagesOf(source: string): { count: number } {
    let taken = this.taken.get(source);
    if (taken === undefined) this.taken.set(source, (taken = { count: 0 }));
    return taken;
  }

  private countMessages(): void {
    for (const [source, taken] of this.taken) {
      this.messages.inc({ source }, taken.count);
      taken.count = 0;
    }
  }

  private counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private gauge<L extends string = never>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
  ): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private histogram(name: string, help: string): Histogram {
    return new Histogram({ name, help, buckets: LATENCY_BUCKETS, registers: [this.registry] });
  }
}
