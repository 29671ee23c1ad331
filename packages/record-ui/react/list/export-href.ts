import type { Api } from '../../core/api.ts'
import type { ListModel } from '../data/use-list-model.ts'

export type ExportFormat = 'csv' | 'xlsx' | 'jsonl' | 'vcf'

/** So many chosen records fit into an address. */
const MOST_IN_ADDRESS = 300

/** Fetches chosen records as a file, however many they are. */
export async function downloadChosen(api: Api, model: ListModel, { format, ids }: Chosen): Promise<void> {
  if (ids.length <= MOST_IN_ADDRESS) return download(exportHref(model, { format, ids }))
  const { object, config } = model
  const file = await api.file(`/api/v1/${object.path}/export`, { format, ids, fields: config.columns })
  const href = URL.createObjectURL(file)
  download(href, `${object.path}.${format}`)
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}

type Chosen = { readonly format: ExportFormat; readonly ids: readonly string[] }

/** Where a list, or some records of it, can be had as a file. */
export function exportHref(
  model: ListModel,
  wanted: { readonly format: ExportFormat; readonly ids?: readonly string[] | undefined },
): string {
  const params = new URLSearchParams({ format: wanted.format, fields: model.config.columns.join(',') })
  if (wanted.ids !== undefined) params.set('ids', wanted.ids.join(','))
  if (wanted.ids === undefined && model.filter !== null) params.set('filter', JSON.stringify(model.filter))
  if (wanted.ids === undefined && model.address.q !== '') params.set('q', model.address.q)
  if (model.config.sort.length > 0) params.set('sort', model.config.sort.join(','))
  return `/api/v1/${model.object.path}/export?${params.toString()}`
}

/** Lets the browser fetch a file. */
export function download(href: string, name = ''): void {
  const anchor = document.createElement('a')
  anchor.href = href
  anchor.download = name
  anchor.click()
}
