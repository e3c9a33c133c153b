import { Shelf } from '../gatehouse/offline/shelf.js';
import { signOut } from '../shared/api/account.js';
import { rememberedPerson } from '../shared/remembered-person.js';

/** Signs out. Where a gatehouse was worked at, its list and register leave the tablet with who did; its queue stays until it is told. */
export async function leave(): Promise<void> {
  if (rememberedPerson() !== undefined) await forgetKnown().catch(() => undefined);
  await signOut();
}

async function forgetKnown(): Promise<void> {
  const shelf = await Shelf.open();
  await shelf.forgetKnown();
  shelf.close();
}
