import { ROLES, type Role } from '@haidang/domain';
import { z } from 'zod';

/** A ready account of the demo. */
export interface DemoAccount {
  username: string;
  name: string;
  role: Role;
  organisationId: string;
  /** Its name. */
  organisation: string;
  password: string;
}

/** Empty outside the demo. `simulator`: with what the simulator signs in. */
export interface DemoAccountsView {
  items: DemoAccount[];
  simulator: { username: string; password: string } | null;
}

const text = z.string();

export const DemoAccountsAnswer: z.ZodType<DemoAccountsView> = z
  .object({
    items: z.array(
      z.object({
        username: text,
        name: text,
        role: z.enum(ROLES),
        organisationId: text,
        organisation: text,
        password: text,
      }),
    ),
    simulator: z.object({ username: text, password: text }).nullable(),
  })
  .meta({ id: 'DemoAccounts' });
