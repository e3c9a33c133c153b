import { DEFINER, ownPlace, REPORTS, SEES_ALL } from '../access/sight.js';

const OWN = `(${SEES_ALL} or (${REPORTS} and ${ownPlace('facility')}))`;

/**
 * What a port's report does or asks beyond the port's own rows: it uses up an eligibility, which customs alone may write, and it is told that a
 * container stands elsewhere, and not where.
 */
export const PORT_FUNCTIONS: readonly string[] = [
  `create function use_up_eligibility(wanted uuid, used timestamptz) returns boolean language plpgsql ${DEFINER} as $$
    declare facility text := (select facility_id from eligibilities where id = wanted);
    begin
      if not ${OWN} then raise exception 'no eligibility %', wanted using errcode = 'no_data_found'; end if;
      update eligibilities set state = 'used', used_at = used, changed_at = now() where id = wanted and state = 'eligible';
      return found;
    end $$;`,
  `create function stands_elsewhere(box text, facility text) returns boolean language plpgsql stable ${DEFINER} as $$
    begin return ${OWN} and exists (select from stays where container = box and facility_id <> facility and out_at is null); end $$;`,
];
