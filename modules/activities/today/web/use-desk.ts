import { usePage, useRecordUi } from '@perigon/record-ui'
import { useFieldContext } from '@perigon/ui'
import { DESK, type DeskItem, deskItem, type DeskQuery, orderDesk } from './desk-items.ts'

const MOST = 50

function useItems(query: DeskQuery) {
  const { meta } = useRecordUi()
  const { now } = useFieldContext()
  const object = meta.object(query.object)
  // What a role may not see is not asked for; a desk without amounts is still a desk.
  const readable = (path: string): boolean => object?.fields.some((field) => field.key === path.split('.')[0]) === true
  const page = usePage(object, { filter: query.filter, sort: query.sort, fields: query.fields.filter(readable), limit: MOST })
  const items = (page.data?.data ?? []).map((record): DeskItem => deskItem(query.object, record, now()))
  return { items, page, isCut: page.data?.next !== null && page.data?.next !== undefined }
}

/** Everything on the desk of the signed-in person, the most urgent first. */
export function useDesk() {
  const [tasks, opportunities, customers] = [useItems(DESK.task), useItems(DESK.opportunity), useItems(DESK.customer)]
  const parts = [tasks, opportunities, customers]
  return {
    items: orderDesk(parts.flatMap((part) => part.items)),
    isPending: parts.some((part) => part.page.isLoading),
    error: parts.find((part) => part.page.error !== null)?.page.error ?? null,
    isCut: parts.some((part) => part.isCut),
    retry: () => parts.forEach((part) => void part.page.refetch()),
  }
}
