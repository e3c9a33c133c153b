import type { Device } from '@haidang/store';
import { partsOf, TOPIC_FAMILIES, type Inbound, type TopicFamily } from '@haidang/wire';
import type { Directory } from '../directory/directory.js';

/** What the rules ask of the register. */
export type Owners = Pick<Directory, 'seal' | 'gate' | 'ownersOfPlace' | 'camera'>;

/** The family of topics of a device that speaks for itself alone. */
const FAMILY: Readonly<Record<Exclude<Device['kind'], 'forwarder'>, TopicFamily>> = {
  seal: 'seals',
  gate: 'gates',
  camera: 'cameras',
};

/**
 * Whether a device may say what it says; on the way of every message, so it compares what is parsed already. Of a seal, gate or camera that is not
 * in the register a forwarder may speak: that is no lie about another, and is refused for what it is.
 */
export function maySay(device: Device, inbound: Inbound | undefined, owners: Owners): boolean {
  if (inbound === undefined) return false;
  if (inbound.kind === 'receipt') {
    const ownerIds = owners.ownersOfPlace(inbound.facilityId);
    return device.kind === 'forwarder' && (ownerIds === undefined || ownerIds.includes(device.subject));
  }
  if (inbound.kind === 'passage') {
    if (device.kind !== 'forwarder') return device.kind === 'gate' && device.subject === inbound.gateId;
    const gate = owners.gate(inbound.gateId);
    return gate === undefined || gate.ownerIds.includes(device.subject);
  }
  if (inbound.kind === 'camera') {
    if (device.kind !== 'forwarder') return device.kind === 'camera' && device.subject === inbound.cameraId;
    const ownerIds = ownersOfCamera(inbound.cameraId, owners);
    return ownerIds === undefined || ownerIds.includes(device.subject);
  }
  if (device.kind !== 'forwarder') return device.kind === 'seal' && device.subject === inbound.sealId;
  const seal = owners.seal(inbound.sealId);
  return seal === undefined || seal.organisationId === device.subject;
}

/** Whether a device may hear a topic: exactly one that is its own, never a filter for many. */
export function mayHear(device: Device, topic: string, owners: Owners): boolean {
  const parts = partsOf(topic);
  if (parts === undefined) return false;
  const { family, id, leaf } = parts;
  const hears: readonly string[] = TOPIC_FAMILIES[family].hears;
  return hears.includes(leaf) && ownerOf(device, family, id, owners) === 'itself';
}

/** A topic that the platform does not take, but that names somebody else: a device that lies, not one that errs. */
export function isOfAnother(device: Device, topic: string, owners: Owners): boolean {
  const parts = partsOf(topic);
  return parts !== undefined && ownerOf(device, parts.family, parts.id, owners) === 'another';
}

function ownerOf(
  device: Device,
  family: TopicFamily,
  id: string,
  owners: Owners,
): 'itself' | 'another' | 'nobody' {
  if (device.kind !== 'forwarder')
    return FAMILY[device.kind] === family && device.subject === id ? 'itself' : 'another';
  const ownerIds = {
    seals: () => owners.seal(id) && [owners.seal(id)!.organisationId],
    gates: () => owners.gate(id)?.ownerIds,
    facilities: () => owners.ownersOfPlace(id),
    cameras: () => ownersOfCamera(id, owners),
  }[family]();
  if (ownerIds === undefined) return 'nobody';
  return ownerIds.includes(device.subject) ? 'itself' : 'another';
}

/** A camera is of its gate's. */
function ownersOfCamera(id: string, owners: Owners): readonly string[] | undefined {
  const camera = owners.camera(id);
  return camera && owners.gate(camera.record.gateId)?.ownerIds;
}
