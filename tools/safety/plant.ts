import { listAt, textAt } from './caller.ts'
import type { World } from './check.ts'

const file = (name: string, content: string): { readonly type: string; readonly payload: string } => ({
  type: 'multipart/form-data; boundary=b',
  payload: `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--b--\r\n`,
})

/** Things of the administrator that others may guess at: an attachment, an import, a saved mapping, an export brought over. */
export async function plant(world: World): Promise<void> {
  const { admin } = world
  const first = listAt((await admin.ask({ method: 'GET', path: '/api/v1/customers?limit=1&fields=' })).json, 'data')[0]
  const made = [
    await admin.ask({ method: 'POST', path: `/api/v1/customers/${textAt(first, 'id')}/files`, raw: file('a.txt', 'x') }),
    await admin.ask({ method: 'POST', path: '/api/v1/imports?object=customer', raw: file('a.csv', '客户名称\r\n未导入\r\n') }),
    await admin.ask({ method: 'POST', path: '/api/v1/import-mappings', body: { object: 'customer', name: 'planted', mapping: {} } }),
    await admin.ask({ method: 'POST', path: '/api/v1/bring-overs', body: { system: 'hubspot' } }),
  ]
  for (const answer of made) if (answer.status !== 201) throw new Error(`a plant was refused: ${answer.status} ${answer.text}`)
}
