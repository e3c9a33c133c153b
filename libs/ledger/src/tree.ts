import { hash } from 'node:crypto';

const HASH_BYTES = 32;
/** A byte 1 and room for two hashes: filled anew for each node. */
const NODE = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/**
 * A Merkle tree over the entries of one checkpoint, as certificate transparency has it (RFC 6962, section 2.1): a leaf is hashed after a
 * byte 0, a node after a byte 1, so that neither passes for the other. Hashes are 32 bytes.
 */
export class Tree {
  /** Roots of the whole subtrees so far, the largest first; `sizes[i]` leaves each. */
  private readonly roots: Buffer[] = [];
  private readonly sizes: number[] = [];

  /** Whatever their number, some dozen hashes are held. */
  add(content: Uint8Array): void {
    let root = leafHash(content);
    let size = 1;
    while (this.sizes.at(-1) === size) {
      root = nodeHash(this.roots.pop()!, root);
      size += this.sizes.pop()!;
    }
    this.roots.push(root);
    this.sizes.push(size);
  }

  /** @throws Error on a tree without a leaf */
  root(): Buffer {
    if (this.roots.length === 0) throw new Error('a tree without a leaf has no root');
    return this.roots.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** Of each of some leaves the hashes that lead from it to the root, its neighbour first (RFC 6962, section 2.1.1). */
export function pathsTo(contents: readonly Uint8Array[], indices: readonly number[]): Buffer[][] {
  const paths = indices.map((): Buffer[] => []);
  let level = contents.map(leafHash);
  for (let height = 0; level.length > 1; height++) {
    for (const [i, index] of indices.entries()) {
      const beside = level[(index >> height) ^ 1];
      if (beside !== undefined) paths[i]!.push(beside);
    }
    level = pairs(level);
  }
  return paths;
}

/**
 * The root that a leaf and its path lead to (RFC 9162, section 2.1.3.2); undefined when the path is not of the length that the tree asks for.
 */
export function rootOf(
  content: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Buffer | undefined {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined;
  let [at, last] = [index, size - 1];
  let root = leafHash(content);
  for (const beside of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(beside, root);
      // a node without a neighbour goes up as it is
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else root = nodeHash(root, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? root : undefined;
}

function pairs(level: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i]!, level[i + 1]];
    above.push(right === undefined ? left : nodeHash(left, right));
  }
  return above;
}

function leafHash(content: Uint8Array): Buffer {
  const leaf = Buffer.allocUnsafe(1 + content.length);
  leaf[0] = 0;
  leaf.set(content, 1);
  return hash('sha256', leaf, 'buffer');
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  NODE.set(left, 1);
  NODE.set(right, 1 + HASH_BYTES);
  return hash('sha256', NODE, 'buffer');
}

function half(n: number): number {
  return Math.floor(n / 2);
}
