import { type Kernel, relayOnce, type Subscriber } from '@perigon/kernel'

/**
 * Lets subscribers follow until nothing is left. Transactions of tests beside this one, in other databases of the same server, hold
 * the horizon back for moments; so first it is waited for.
 */
export async function relayAll(kernel: Kernel, subscribers: readonly Subscriber[]): Promise<void> {
  const isSeen = async (): Promise<boolean> => {
    const rows = await kernel.db.query<{ seen: boolean }>({
      text: `select coalesce((select xid from event order by xid desc, seq desc limit 1) < pg_snapshot_xmin(pg_current_snapshot()), true) as seen`,
      values: [],
    })
    return rows[0]?.seen === true
  }
  for (const subscriber of subscribers) {
    while (!(await isSeen())) await new Promise((done) => setTimeout(done, 10))
    while ((await relayOnce(kernel, subscriber)) > 0);
  }
}
