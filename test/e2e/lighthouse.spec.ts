import { formatInstant } from '@haidang/domain';
import { startPlatform, withUser, type RunningPlatform } from '@haidang/testkit/platform';
import { expect, test } from '@playwright/test';
import { Auditor } from './lighthouse/auditor.mjs';
import { LOOKED_AT } from './lighthouse/pages.mjs';
import { Demo } from './screenshots/demo.mjs';
import { GATE, stage } from './screenshots/stage.mjs';
import { CARRIER, Fleet } from './support/truck.js';

// of what Lighthouse does a trace would be larger than what it finds
test.use({ trace: 'off', screenshot: 'off' });

let platform: RunningPlatform;
let fleet: Fleet;
let auditor: Auditor;
let demo: Demo;
let facts: Awaited<ReturnType<typeof stage>>;

/** The demo country with two trucks that have left their way, and what its people have to decide: no page is without something to show. */
test.beforeAll(async () => {
  test.setTimeout(5 * 60_000);
  platform = await startPlatform({ env: { HAIDANG_DEMO: '1' }, passing: true, readyMs: 180_000 });
  const issued = await platform.cli('device', 'issue', '--forwarder', CARRIER);
  fleet = new Fleet(platform, withUser(platform.broker, CARRIER, issued.trim().split(',').at(-1)!));
  for (const km of [100, 150]) await (await fleet.truck(km)).stray();
  await platform.call(`/gates/${GATE}/passages`, {
    ...{ id: 'lighthouse-1', time: formatInstant(Date.now()), direction: 'out', lane: '1' },
    ...{ plate: '15C12345', container: 'CSQU3054383' },
  });
  demo = new Demo(platform.origin);
  demo.has('carrier', await platform.token('carrier', CARRIER));
  facts = await stage(demo);
  auditor = await Auditor.start();
});

test.afterAll(async () => {
  await auditor?.stop();
  await fleet?.dispose();
  await platform?.dispose();
});

for (const form of ['desk', 'phone'] as const)
  test(`Lighthouse gives every page 100 for accessibility and 100 for best practices: ${form}`, async () => {
    test.setTimeout(15 * 60_000);
    const failures: Record<string, string[]> = {};
    for (const { view } of LOOKED_AT.filter((look) => look.form === form))
      await test.step(view, async () => {
        const failed = await auditor.audit(demo, facts, view, form);
        if (failed.length > 0) failures[view] = failed;
      });
    expect(failures).toEqual({});
  });
