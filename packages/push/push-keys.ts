import type { Database } from '@perigon/db'
import webPush from 'web-push'

/** Keeps secrets that must be read again; the key of the box is not in the database. */
export type Secrets = {
  seal(text: string, owner: string): string
  open(sealed: string, owner: string): string | null
}

/** With what this installation proves to push services that it is itself (RFC 8292). */
export type PushKeys = { readonly publicKey: string; readonly privateKey: string }

const OWNER = 'push_key'

/**
 * The keys of the installation, made once: browsers subscribe to the public one, so a new pair would silence every device.
 * The private one is sealed. Null when it was sealed with another key file than ours.
 */
export async function openPushKeys(db: Database, secrets: Secrets): Promise<PushKeys | null> {
  const made = webPush.generateVAPIDKeys()
  await db.query({
    text: 'insert into push_key (single, public_key, private_key) values (true, $1, $2) on conflict do nothing',
    values: [made.publicKey, secrets.seal(made.privateKey, OWNER)],
  })
  const rows = await db.query<{ public_key: string; private_key: string }>('select public_key, private_key from push_key')
  const row = rows[0]
  const privateKey = row === undefined ? null : secrets.open(row.private_key, OWNER)
  return row === undefined || privateKey === null ? null : { publicKey: row.public_key, privateKey }
}
