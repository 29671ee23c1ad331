import type { ListModel } from '../data/use-list-model.ts'

export type ExportFormat = 'csv' | 'xlsx' | 'jsonl' | 'vcf'

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
export function download(href: string): void {
  const anchor = document.createElement('a')
  anchor.href = href
  anchor.download = ''
  anchor.click()
}
