import type { EligibleListView, SigningKeysView, TokenContent } from '@haidang/contract';
import { normalisePlate, type OfflineList } from '@haidang/domain';
import { verified } from './jws.js';

type Listed = Omit<EligibleListView, 'signature'>;

/** A truck that is to come. */
export interface ExpectedTruck {
  readonly container: string;
  readonly plate: string | null;
  /** Of its transit; null: it is on a list. */
  readonly transit: string | null;
}

/** A list that may be believed, and what of it is shown. */
export interface TrustedList extends OfflineList {
  readonly expectedTrucks: readonly ExpectedTruck[];
}

/** @returns undefined where its signature fails, or it is another facility's: such a list is never used */
export async function trusted(
  jws: string,
  keys: SigningKeysView,
  facilityId: string,
): Promise<TrustedList | undefined> {
  const list = (await verified(jws, keys, 'eligible-list+jws')) as Listed | undefined;
  return list?.facilityId === facilityId ? listOf(list) : undefined;
}

/** What the QR code of a container says, where customs signed it for this facility. */
export async function readCode(
  code: string,
  keys: SigningKeysView,
  facilityId: string,
): Promise<TokenContent | 'not_signed' | 'elsewhere'> {
  const content = (await verified(code, keys, 'eligibility+jws')) as TokenContent | undefined;
  if (content === undefined) return 'not_signed';
  return content.facility === facilityId ? content : 'elsewhere';
}

function listOf({ declarations, transits, expected, ...list }: Listed): TrustedList {
  const { id, facilityId, afterExpiry } = list;
  const onTransit = transits.filter(({ comes }) => comes);
  return {
    ...{ id, facilityId, afterExpiry, at: Date.parse(list.at), expiresAt: Date.parse(list.expiresAt) },
    eligible: byContainer(
      declarations.flatMap(({ number: declaration, lines }) =>
        lines.flatMap(({ container, ...line }) =>
          container === undefined
            ? []
            : {
                ...{
                  container,
                  declaration,
                  officerConfirmed: line.officerConfirmed,
                  holds: line.holds ?? [],
                },
                ...{ carrierSeal: line.carrierSeal ?? null, plate: plateOf(line.plate) },
                validUntil: line.validUntil === undefined ? null : Date.parse(line.validUntil),
              },
        ),
      ),
    ),
    transits: byContainer(
      transits.map(({ container, means, state, approved, ...line }) => ({
        ...{ container, means, state, approved, plate: plateOf(line.plate), holds: line.holds ?? [] },
        ...{ sealId: line.sealId ?? null, carrierSeal: line.carrierSeal ?? null },
      })),
    ),
    expected: byContainer(
      expected.map(({ container, carrierSeal, plate }) => ({
        ...{ container, carrierSeal: carrierSeal ?? null, plate: plateOf(plate) },
      })),
    ),
    expectedTrucks: [
      ...onTransit.map(({ container, plate, number }) => ({ container, plate, transit: number })),
      ...expected.map(({ container, plate }) => ({ container, plate: plate ?? null, transit: null })),
    ],
  };
}

function plateOf(plate: string | undefined): string | null {
  return plate === undefined ? null : normalisePlate(plate);
}

function byContainer<T extends { readonly container: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.container, row]));
}
