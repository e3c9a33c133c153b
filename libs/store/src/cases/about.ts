/**
 * SQL text that says of which declaration something is, and of which company, as `declaration` and `company_id`: what was said, else the
 * newest paper of the container at the facility, else the transit's.
 */
export const aboutGoods = (of: {
  readonly declaration: string;
  readonly facility: string;
  readonly container: string;
  readonly transit: string;
}): string => `(select said.declaration, (select d.company_id from declarations d where d.number = said.declaration) as company_id
  from (select coalesce(${of.declaration},
    (select e.declaration from eligibilities e where e.facility_id = ${of.facility} and e.container = ${of.container} order by e.issued_at desc limit 1),
    (select x.declaration from expected_containers x where x.facility_id = ${of.facility} and x.container = ${of.container}
      order by x.created_at desc limit 1),
    (select t.declaration from transits t where t.id = ${of.transit})) as declaration) said)`;
