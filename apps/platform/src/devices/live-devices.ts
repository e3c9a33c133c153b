import type { Device } from '@haidang/store';
import { Allowance } from './allowance.js';

/** What one kind of device may have at once. */
export interface DeviceLimits {
  /** Connections, and sessions that are kept for it. */
  readonly connections: number;
  readonly perSecond: number;
  readonly burst: number;
}

/** What the broker can do with a connection. */
export interface Cuttable {
  readonly credentialId: string | undefined;
  cut(): void;
}

/** A device that is connected: its connections share its allowance. */
export class LiveDevice {
  readonly allowance: Allowance;
  /** The oldest first. */
  readonly links = new Set<Cuttable>();

  constructor(
    readonly device: Device,
    { perSecond, burst }: DeviceLimits,
  ) {
    this.allowance = new Allowance(perSecond, burst);
  }
}

/** Who is connected, by name. */
export class LiveDevices {
  private readonly byName = new Map<string, LiveDevice>();

  /** @param limits of one speaker, and of a forwarder, which speaks for many */
  constructor(private readonly limits: { readonly one: DeviceLimits; readonly forwarder: DeviceLimits }) {}

  names(): string[] {
    return [...this.byName.keys()];
  }

  get(name: string): LiveDevice | undefined {
    return this.byName.get(name);
  }

  /** How much a device may have. */
  limitsOf({ kind }: Device): DeviceLimits {
    return kind === 'forwarder' ? this.limits.forwarder : this.limits.one;
  }

  /** The device of a connection that comes in, as its credential names it now. */
  enter(device: Device): LiveDevice {
    const known = this.byName.get(device.name);
    if (known !== undefined && known.device.subject === device.subject && known.device.kind === device.kind)
      return known;
    const made = new LiveDevice(device, this.limitsOf(device));
    this.byName.set(device.name, made);
    return made;
  }

  /** Forgets who has gone and would have a full allowance again: coming back often gives nobody more of it. */
  forgetGone(): void {
    for (const [name, { links, allowance }] of this.byName)
      if (links.size === 0 && allowance.isFull()) this.byName.delete(name);
  }
}
