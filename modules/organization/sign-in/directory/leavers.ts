import { type Kernel, systemActor } from '@perigon/kernel'
import type { Directory } from './directory.ts'

const AT_A_TIME = 100

type Held = { readonly user_id: string; readonly subject: string; readonly name: string }

/** People of the directory who could act just now: by a session or by a token; the next ones after `after`. */
const HELD = `select i.user_id, i.subject, u.name from outside_identity i join "user" u on u.id = i.user_id
              where i.provider = 'ldap' and u.auth = 'ldap' and i.user_id > $1
                and (exists (select 1 from session s where s.user_id = u.id) or exists (select 1 from api_token t where t.user_id = u.id))
              order by i.user_id limit ${AT_A_TIME}`

/**
 * Ends the sessions and tokens of people whom the directory does not list any more (or whom its filter leaves out), each
 * with a line in the log. Returns how many people that were. Throws `auth.directory`, with nobody signed out, when the
 * directory does not answer.
 */
export async function endLeavers(kernel: Kernel, directory: Directory): Promise<number> {
  let [after, ended] = ['00000000-0000-0000-0000-000000000000', 0]
  for (;;) {
    const held = await kernel.db.query<Held>({ text: HELD, values: [after] })
    const last = held.at(-1)
    if (last === undefined) return ended
    after = last.user_id
    const present = await directory.present(held.map((each) => each.subject))
    const gone = held.filter((each) => !present.has(each.subject))
    await endAll(kernel, gone)
    ended += gone.length
  }
}

async function endAll(kernel: Kernel, gone: readonly Held[]): Promise<void> {
  if (gone.length === 0) return
  const ids = gone.map((each) => each.user_id)
  await kernel.db.query({
    text: 'with s as (delete from session where user_id = any($1::uuid[])) delete from api_token where user_id = any($1::uuid[])',
    values: [ids],
  })
  for (const { user_id, name } of gone)
    await kernel.note(systemActor('ldap'), {
      fact: 'sign_out',
      object: 'user',
      record: user_id,
      detail: { name, reason: 'left_directory' },
    })
}
