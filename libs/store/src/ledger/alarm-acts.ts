/**
 * SQL text of a part of a `with` that enters what the engine said of alarms: the lines of the history that a part `noted` wrote, with the
 * alarm of each out of a part `changed`. It is of the same statement, so that neither is there without the other.
 */
export const ENTER_NOTED = `insert into ledger_inbox (at, kind, subject, data)
    select n.at, 'alarm.' || n.what, 'alarm/' || n.alarm_id, n.data || jsonb_build_object('revision', n.revision, 'alarm', c.kind,
      'transit', c.transit_id, 'container', c.container_number, 'seal', c.seal_id)
    from noted n join changed c on c.id = n.alarm_id order by n.revision, n.what`;

/** What of the noted lines {@link ENTER_NOTED} needs. */
export const NOTED = 'returning alarm_id, at, revision, what, data';
