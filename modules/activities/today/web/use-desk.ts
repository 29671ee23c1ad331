import { usePage, useRecordUi } from '@perigon/record-ui'
import { today, useFieldContext } from '@perigon/ui'
import { mayAsk } from '../../birthday/web/birthday.ts'
import { birthdayItem, DESK, type DeskItem, deskItem, type DeskQuery, orderDesk } from './desk-items.ts'

const MOST = 50

function useItems(query: DeskQuery) {
  const { meta } = useRecordUi()
  const { now, timeZone } = useFieldContext()
  const object = meta.object(query.object)
  // What a role may not see is not asked for; a desk without amounts is still a desk.
  const readable = (path: string): boolean => mayAsk(meta, object, path)
  const isAsked = (query.needs ?? []).every(readable) && (query.object !== 'contact' || meta.object('interaction') !== undefined)
  const sort = query.sort.filter((path) => readable(path.replace('-', '')))
  const page = usePage(object, { filter: query.filter, sort, fields: query.fields.filter(readable), limit: MOST }, isAsked)
  const itemOf = (record: NonNullable<typeof page.data>['data'][number]): DeskItem =>
    query.object === 'contact' ? birthdayItem(record, today(now(), timeZone)) : deskItem(query.object, record, { now: now(), timeZone })
  const items = isAsked ? (page.data?.data ?? []).map(itemOf) : []
  return { items, page, isCut: isAsked && page.data?.next !== null && page.data?.next !== undefined }
}

/** Everything on the desk of the signed-in person, the most urgent first. */
export function useDesk() {
  const parts = [useItems(DESK.task), useItems(DESK.opportunity), useItems(DESK.customer), useItems(DESK.contact)]
  return {
    items: orderDesk(parts.flatMap((part) => part.items)),
    isPending: parts.some((part) => part.page.isLoading),
    error: parts.find((part) => part.page.error !== null)?.page.error ?? null,
    isCut: parts.some((part) => part.isCut),
    retry: () => parts.forEach((part) => void part.page.refetch()),
  }
}
