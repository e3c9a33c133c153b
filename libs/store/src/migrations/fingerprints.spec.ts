import { describe, expect, it } from 'vitest';
import { fingerprint, MIGRATIONS } from './index.js';

/** What was released, and never changes again. A new migration adds its line here. */
const RELEASED: Readonly<Record<number, readonly [name: string, fingerprint: string]>> = {
  1: ['main-road', '920c30b6a9e17fa25f782bb278c98988422d4bdf38b06f315cea26e011a2e072'],
  2: ['engine', '83691cf19343afa8906c814afd95d63bc40160208bb6a556c58b437676788ab2'],
  3: ['meetings', 'f26018bdf0c441acd4a35d010ad7d920fc5a29652df704100ffcc9fbcb3332bc'],
  4: ['reception', 'b012f1bf6d6d4cf0f0b5186d9d09f92b77c73b819c7dff650b76c7bc7ec3c433'],
  5: ['versions', '902c5d612413f0be293e1f1d571a87464f197f79ff7d1e111825a9b4156fe5fc'],
  6: ['evidence', '36bbed3e8d3c2557a5a2437cb450e0c1d388324b81e5f275ca1b519f2b6be16e'],
  7: ['journeys', '5c78bf08145e4e9da08ad3e7f88b433c0a30e06eaa505df7fb8a83baded77c32'],
  8: ['identity', 'f6f5b7e32922ad51ae20e9c41615bc63ed226526aa8f9e5dfecb760b8da60c12'],
  9: ['devices', 'a6ee0b1d94f1c16cabe0fdbe0a5de67e3bab18467e860434847a54cf49835acf'],
  10: ['ledger', '2bf00fdb0696e542bd5ddc0def71e55e568bd6594592a28186dc0a984ec7a502'],
  11: ['keeping', '772b744e870ea2dafd3af1e5345f0f892941b010123a92c086d1d398cba1f150'],
  12: ['scope', 'db6818ffa7da493d1140eec3d7dc1f075a86c11dfbb58893893e83332bb41599'],
  13: ['gates', '2d58d45395e4a46ef9e2471bcac79d3ca317d59855ab70d9d965f90cb535f170'],
  14: ['scope-memos', '78db778a34006e8af1ba0ba7515cc05fca15d1259621eaaa7e28576423c437d6'],
  15: ['port', 'ada7945572c2a5089b2522e71ad7f0efd0462c163a372f09a749f7f4f3d4f824'],
  16: ['papers', '8c8f27d3e77dd68dab3a9028690defebcfa43f38a2f4ae03afb26cb46d1ca4dd'],
  17: ['cameras', '217a83801e4e42259fe9314b7f86fa19d25d9b0156ab6d914083df8569843750'],
  18: ['signed-calls', '0477882e7e966bd7d1dc3973e7b8beeede2794cc618d02ebc2b714f1062b565a'],
  19: ['owed-notices', '03c03b07050907af3277356f6d6b96e1af9229b31d4240f465068b6b699de4b8'],
  20: ['yard', '890ae85839de96819be5c6c8c95420dcf56c5e3f3e3280ab39ebc20ba7846d95'],
  21: ['cases', '5dde9a73735e4a2cd6ead00510f3c1ccbd7e43a4348c50a8beb228142eb73d96'],
  22: ['doubt', '054d3cf012dfd1de21729ee89fceba79fb6de4f4c2609661bf892de759f20d7b'],
  23: ['join', '73039cb449f54771e9366ad00bfd197a7b0ddfe27b43d05b0e14a26a6382a44c'],
  24: ['outages', '3d72eb35299d5b0d2ea2d46f6352dde65a87950f4b374804b07d9909887e1419'],
  25: ['exceptions', 'e5005a3c91096cb8dc2744429f587da4a929e539a280577fa52a42c0651aeb57'],
  26: ['deadlines', '27379285888486637f2577ee6504884e176ac9bde5a3cfc8bf22ac074780bdf9'],
  27: ['export', 'efe99747abdce557d2f97643af3318c710d3ac5e5902c64aa6b0304520c02712'],
  28: ['witnesses', 'e715fe98d1dd93d553e9725e0ce60ec2c9bc3e50a21b21168d0bb782b4aa2294'],
  29: ['papers-kept', 'e3588433e59392bb7f8859f7e92fd0224dbac54ccb0db2662bc9430fcb6c23b9'],
  30: ['plates', '37e49d48415cab7ac13c97efbfbe4a419f2c01469d2df84a0c23e45b47d342eb'],
  31: ['loaded-kept', '3fb3d1ae635f7ff7975efd5811e61ba53d6416a3819ecf6702f5e15a2565274c'],
  32: ['alarm-desk', 'd700a6f944d4bc9cdd3b3625afa0a7043d0953503ad91857502d412b35014fb4'],
  33: ['evidence-of-transits', '3dd8ebb37e8b1537703323d390d30f544052887e1ab63b7aa474a6630f824191'],
  34: ['field-response', '821d80d9d0e3ec00313dcb88da2662de3226f07c1dd2d41848a4c3bca1d690e9'],
  35: ['offline', '0003aaf436aa4dd59eb89d1d92af473e66bc49ddfe3f6df1d75dba3d20b98fc6'],
  36: ['handovers', '21c63feba0cc3c48239bef1b472664ce24fbb8e655f99bf2e0ed85ebf74e58a1'],
  37: ['training', '83e291091283744279b31c516056c1946ea7f6adb3040e2b94f7c95be327d1dd'],
  38: ['passage-days', '714fbf7356d5d099710c901637cc0ea9eb3c18f63d3fb81c4867a8041de0c8a0'],
  39: ['outbox-by-channel', '81b242369e3e28a55082e49b9f103882edd5629ed0b12df787dfab263c198d41'],
  40: ['holds-on-cases', '115aee82637482a90c5bd71a5b13112ee8bf06790931a2317740ac28208cd5d3'],
  41: ['transits-by-move', '676bb7dcbca15c8236ca9eccd5586b172bdf8479cc28aed39d390641309ce1d5'],
  42: ['worsened-alarms', '81f2114e640f2e789c1c58f7829e21757f4749e6e07a69f52f0cf40a30d58ac5'],
  43: ['response-times', 'b405c837ada891243f0678e905828815118946e14f8582da9f9d91728178ec77'],
  44: ['revisions-of-transits', 'be5ec1a56fdd2ee912a084f1ebb826fb718670a9f216c515b67121bace287ddf'],
  45: ['contradicted-steps', 'efe7e9a38a95b9f4c0b896c62ff75e0dc7a2e8f65b64f6543837ff78f9865c58'],
};

describe('the migrations', () => {
  it('stand in the order of their numbers, each once', () => {
    const numbers = MIGRATIONS.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  it.each(MIGRATIONS.map((migration) => [migration.number, migration] as const))(
    'number %i is the one that was released; change the schema with a new one instead',
    (number, migration) => {
      expect([migration.name, fingerprint(migration)]).toEqual(RELEASED[number]);
    },
  );

  it('of today are all that were released', () => {
    expect(Object.keys(RELEASED)).toHaveLength(MIGRATIONS.length);
  });

  it('give every table that grows with time a key that holds its time, as a hypertable and a partition want', () => {
    for (const { table, columns, timeColumn } of MIGRATIONS.flatMap(({ series }) => series)) {
      const key = /primary key \(([^)]*)\)/.exec(columns)?.[1]?.split(', ');
      expect(key, table).toContain(timeColumn);
    }
  });
});
