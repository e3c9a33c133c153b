import { Inject, Injectable } from '@nestjs/common';
import type { CameraEventView, DecisionView } from '@haidang/contract';
import type { Decision } from '@haidang/domain';
import type { Device, PassageOutcome, SeriesKeeper } from '@haidang/store';
import { eventOf, Rejection, topics, type EventPart } from '@haidang/wire';
import { KEEPER } from '../database.js';
import { maySay } from '../devices/rights.js';
import { Directory } from '../directory/directory.js';
import { CameraEvidence, type CameraDraft } from '../evidence/camera-evidence.js';
import { decisionView } from '../gates/view.js';
import { ApiError } from '../http/errors.js';
import { Message, refuse, type Unit } from '../pipeline/message.js';
import { Pipeline } from '../pipeline/pipeline.js';
import type { CameraEntry, Seen } from './camera-entry.js';

const NOTHING = new Uint8Array();

/**
 * The way of what cameras push by HTTP: the same as by MQTT, with pictures beside it. They are stored while the passage is decided, so that a slow
 * disk holds up no truck; the camera is answered when both are done.
 */
@Injectable()
export class CameraEvents {
  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(CameraEvidence) private readonly evidence: CameraEvidence,
  ) {}

  /**
   * @returns the decisions, once they are committed. What is not understood is kept in the quarantine and answered as done, as by MQTT: a camera
   * can do nothing about it but send it again for ever.
   * @throws ApiError `wrong_sender`; `storage_full` when the pictures found no room: the camera sends all of it again, and repeats change nothing
   */
  async take(cameraId: string, parts: readonly EventPart[], sender: Device): Promise<CameraEventView> {
    const topic = topics.cameraEvents(cameraId);
    if (!maySay(sender, { kind: 'camera', cameraId }, this.directory)) {
      const lie = new Rejection('wrong_sender', `${sender.name} does not speak for this topic`);
      this.pipeline.refuse(topic, NOTHING, lie, sender);
      throw new ApiError('wrong_sender', lie.detail);
    }
    await this.pipeline.room();
    const camera = this.directory.camera(cameraId);
    const seen =
      camera === undefined
        ? new Rejection('unknown_camera', `no camera ${cameraId} in the register`)
        : this.understand(camera, parts);
    const payload = eventOf(parts)?.bytes ?? NOTHING;
    if (seen instanceof Rejection) {
      await this.commit(topic, payload, sender, (message) => [refuse(message, seen)]);
      return { decisions: [], refused: { code: seen.reason, detail: seen.detail } };
    }
    const decisions: DecisionView[] = [];
    const decided = (outcome: PassageOutcome, decision: Decision) =>
      void decisions.push(decisionView(outcome.kind === 'new' ? decision : outcome.decision));
    const { gateId } = camera!.record;
    const committed = this.commit(topic, payload, sender, (message) =>
      seen.map(({ passage }): Unit => ({ kind: 'passage', message, gateId, passage, decided })),
    );
    const drafts = seen.flatMap(({ pictures }) => pictures);
    await Promise.all([committed, this.evidence.store(camera!.record, drafts)]);
    return { decisions };
  }

  private understand(
    camera: CameraEntry,
    parts: readonly EventPart[],
  ): readonly Seen<CameraDraft>[] | Rejection {
    const now = Date.now();
    return camera.understand<CameraDraft>(parts, now, this.keeper.droppedBefore(now), (picture, passage) => {
      const draft = this.evidence.draftOf(camera.record.gateId, passage, picture.bytes);
      return draft && { picture: draft, address: `/api/v1/evidence/${draft.id}` };
    });
  }

  private commit(
    topic: string,
    payload: Uint8Array,
    sender: Device,
    unitsOf: (message: Message) => readonly Unit[],
  ): Promise<void> {
    return new Promise((done) => {
      const message = this.pipeline.receive(topic, payload, done, sender);
      this.pipeline.enqueue(message, unitsOf(message));
    });
  }
}
