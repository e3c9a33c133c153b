/** How many connections there may be; what is over is closed before a byte of it is read. */
export interface CrowdLimits {
  readonly total: number;
  readonly perAddress: number;
  /** From one address, of those that have not said who they are. */
  readonly strangersPerAddress: number;
}

/** Why a connection is closed as soon as it is there. */
export type CrowdRefusal = 'total' | 'address' | 'strangers';

interface Counts {
  all: number;
  strangers: number;
}

/** Counts connections, so that a flood from some addresses leaves room for those who come from others. */
export class Crowd {
  private all = 0;
  private readonly byAddress = new Map<string, Counts>();

  constructor(private readonly limits: CrowdLimits) {}

  /** @returns why it may not come in; undefined: it is in, a stranger, until it has left */
  enter(address: string): CrowdRefusal | undefined {
    const counts = this.byAddress.get(address) ?? { all: 0, strangers: 0 };
    if (this.all >= this.limits.total) return 'total';
    if (counts.all >= this.limits.perAddress) return 'address';
    if (counts.strangers >= this.limits.strangersPerAddress) return 'strangers';
    this.all++;
    counts.all++;
    counts.strangers++;
    this.byAddress.set(address, counts);
    return undefined;
  }

  /** A stranger has proven who he is. */
  known(address: string): void {
    this.byAddress.get(address)!.strangers--;
  }

  leave(address: string, wasStranger: boolean): void {
    const counts = this.byAddress.get(address)!;
    this.all--;
    counts.all--;
    if (wasStranger) counts.strangers--;
    if (counts.all === 0) this.byAddress.delete(address);
  }
}
