/** What a run counts. `sent` counts every fix of every PUBLISH, so a repeat counts again; `acknowledged` those of every PUBACK. */
export class Tally {
  sent = 0;
  acknowledged = 0;
  passages = 0;
  decisions = 0;
}
