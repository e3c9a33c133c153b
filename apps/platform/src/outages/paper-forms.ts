import { Inject, Injectable } from '@nestjs/common';
import type { Direction } from '@haidang/domain';
import { readExpectedAt, findFacilityName, type ScopedPool } from '@haidang/store';
import { SERVING } from '../database.js';
import { EligibleList } from '../papers/eligible-list.js';
import { checkFacility } from './outages.js';
import { paperForm, sheetNumbers, type FormLanguage, type ListedContainer } from './paper-form.js';

interface Wanted {
  readonly direction: Direction;
  readonly sheets: number;
  readonly lines: number;
  readonly lang: FormLanguage;
}

/** Forms to work with while the line is down: printed before, with what is on file at that moment. */
@Injectable()
export class PaperForms {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(EligibleList) private readonly lists: EligibleList,
  ) {}

  /** @throws ApiError `facility_not_found` */
  async print(facilityId: string, { direction, sheets, lines, lang }: Wanted): Promise<string> {
    await checkFacility(this.db, facilityId);
    const listed =
      direction === 'out' ? await this.mayLeave(facilityId, lang) : await this.expected(facilityId);
    const at = Date.now();
    const name = (await findFacilityName(this.db, facilityId)) ?? facilityId;
    return paperForm(
      {
        ...{ facility: { id: facilityId, name }, direction, at, lines, listed },
        sheets: sheetNumbers(facilityId, at, sheets),
      },
      lang,
    );
  }

  private async mayLeave(facilityId: string, lang: FormLanguage): Promise<ListedContainer[]> {
    const { declarations } = await this.lists.read(facilityId);
    return declarations
      .flatMap(({ number, lines }) =>
        lines.flatMap(({ container, carrierSeal, customsSeal, plate, officerConfirmed, validUntil }) =>
          container === undefined
            ? []
            : {
                ...{
                  container,
                  carrierSeal: carrierSeal ?? null,
                  customsSeal: customsSeal ?? null,
                  plate: plate ?? null,
                },
                declaration: number,
                remark: remarkOf(officerConfirmed, validUntil, lang),
              },
        ),
      )
      .sort((a, b) => a.container.localeCompare(b.container));
  }

  private async expected(facilityId: string): Promise<ListedContainer[]> {
    const rows = await readExpectedAt(this.db, facilityId);
    return rows.map((row) => ({ ...row, customsSeal: null, remark: null }));
  }
}

function remarkOf(confirmed: boolean, validUntil: string | undefined, lang: FormLanguage): string | null {
  const unconfirmed = lang === 'vi' ? 'hải quan chưa xác nhận: giữ lại' : 'not confirmed by an officer: hold';
  const until = lang === 'vi' ? 'có hiệu lực đến' : 'valid until';
  const words = [
    ...(confirmed ? [] : [unconfirmed]),
    ...(validUntil === undefined ? [] : [`${until} ${validUntil.slice(0, 16).replace('T', ' ')} UTC`]),
  ];
  return words.length === 0 ? null : words.join('; ');
}
