import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import type { DossierFacts, DossierLanguage } from './facts.js';

/** As it is built: a thread takes no TypeScript, from which the tests run this module. */
const THREAD = new URL('../../dist/dossier/draw-thread.js', import.meta.url);

/** What the thread is given: see draw-thread.ts. */
export interface Drawing {
  readonly facts: DossierFacts;
  readonly language: DossierLanguage;
}

/**
 * Draws dossiers in a thread of its own, one after the other: no seal and no gate may wait for a long one. What it takes to draw is
 * loaded there, and gone with it.
 */
@Injectable()
export class DrawingRoom {
  private busy: Promise<unknown> = Promise.resolve();

  /** @returns the PDF */
  draw(drawing: Drawing): Promise<Uint8Array> {
    const drawn = this.busy.then(() => inThread(drawing));
    this.busy = drawn.catch(() => undefined);
    return drawn;
  }
}

/** Without the process's own options: tests have packages taken from their sources by one. */
function inThread(drawing: Drawing): Promise<Uint8Array> {
  const worker = new Worker(THREAD, { workerData: drawing, execArgv: [] });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended without a dossier')));
  });
}
