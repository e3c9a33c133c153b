import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathsTo, rootOf, Tree } from './tree.js';

/** The leaves and roots that certificate transparency's own implementations are tested with. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'));
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function rootOfAll(leaves: readonly Buffer[]): Buffer {
  const tree = new Tree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

const leaves = (least: number) =>
  fc
    .uniqueArray(fc.nat(1_000_000), { minLength: least, maxLength: 70 })
    .map((all) => all.map((n) => Buffer.from(String(n))));

describe('the tree', () => {
  it.each(ROOTS.map((root, i) => [i + 1, root] as const))('of %i leaves has the known root', (n, root) => {
    expect(rootOfAll(LEAVES.slice(0, n)).toString('hex')).toBe(root);
  });

  it('without a leaf has no root', () => {
    expect(() => new Tree().root()).toThrow('no root');
  });

  it('the path of every leaf leads to the root, and is short', () => {
    fc.assert(
      fc.property(leaves(1), (all) => {
        const root = rootOfAll(all);
        const paths = pathsTo(all, [...all.keys()]);
        for (const [index, leaf] of all.entries()) {
          const path = paths[index]!;
          expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(all.length)));
          expect(rootOf(leaf, index, all.length, path)).toEqual(root);
        }
      }),
    );
  });

  it('another leaf, place, size or path does not lead there', () => {
    fc.assert(
      fc.property(leaves(3), fc.nat(), fc.nat(), (all, n, m) => {
        const root = rootOfAll(all);
        const index = n % all.length;
        const path = pathsTo(all, [index])[0]!;
        const other = (index + 1 + (m % (all.length - 1))) % all.length;
        const elsewhere: (Buffer | undefined)[] = [
          rootOf(all[other]!, index, all.length, path),
          rootOf(all[index]!, other, all.length, path),
          rootOf(all[index]!, index, all.length, path.slice(1)),
          rootOf(all[index]!, index, all.length, [...path, root]),
          rootOf(all[index]!, index, all.length, [...path.slice(0, -1), all[other]!]),
          rootOf(all[index]!, all.length, all.length, path),
          rootOf(all[index]!, -1, all.length, path),
          rootOf(all[index]!, 0.5, all.length, path),
        ];
        for (const found of elsewhere) expect(found?.equals(root) ?? false).toBe(false);
      }),
    );
  });
});
