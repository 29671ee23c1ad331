import { type Condition, isJsonObject, type ObjectMeta, systemClock, type WireRecord } from '@perigon/contracts'
import { failureText, listHref, records, trusted, useRecordUi, useRefresh } from '@perigon/record-ui'
import { textOf, toast, usePhrases } from '@perigon/ui'
import type { InboxChoice } from './use-inbox-address.ts'
import { inboxPhrases } from './inbox-phrases.ts'

export const isUnread = (each: WireRecord): boolean => textOf(each['read_at']) === '' && textOf(each['done_at']) === ''
export const isDone = (each: WireRecord): boolean => textOf(each['done_at']) !== ''

/** What can be done with notifications; done and read can be taken back. */
export function useNotificationActions(object: ObjectMeta) {
  const t = usePhrases(inboxPhrases)
  const { api } = useRecordUi()
  const refresh = useRefresh()
  const now = () => systemClock.now().toISOString()
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    } finally {
      refresh(object)
    }
  }
  const change = (each: WireRecord, patch: { readonly [field: string]: string | null }) =>
    records.update(api, object, { id: each.id, version: each.version, patch })
  return {
    /** Quietly: opening is reading. */
    read: (each: WireRecord) => attempt(async () => void (isUnread(each) && (await change(each, { read_at: now() })))),
    switchRead: (each: WireRecord) => attempt(async () => void (await change(each, { read_at: isUnread(each) ? now() : null }))),
    switchDone: (each: WireRecord) =>
      attempt(async () => {
        const was = isDone(each)
        const written = await change(each, { done_at: was ? null : now() })
        const undo = () => attempt(async () => void (await records.undo(api, object, { id: each.id, version: written.version })))
        toast({ text: t(was ? 'reopened' : 'done_one', { name: textOf(each['title']) }), undo })
      }),
    readAll: ({ kinds, q }: Pick<InboxChoice, 'kinds' | 'q'>) =>
      attempt(async () => {
        const answer = await api.call<{ readonly changed: number; readonly operation: string }>('POST', '/api/v1/notifications/mark', {
          body: { as: 'read', kinds, q },
        })
        if (answer.changed === 0) return
        const undo = () => attempt(async () => void (await records.undoOperation(api, answer.operation)))
        toast({ text: t('read_n', { n: answer.changed }), undo })
      }),
  }
}

/** Where a notification leads: to a record, or to the list of those it tells of; null when it is about nothing one can open. */
export function useNotificationHref(): (each: WireRecord) => string | null {
  const { meta } = useRecordUi()
  return (each) => {
    const [target, id] = [textOf(each['link_object']), textOf(each['link_record'])]
    if (target === 'import') return `/imports/${id}`
    if (target === 'bring_over') return `/imports/from/${id}`
    const found = meta.object(target)
    if (found === undefined) return null
    const filter = each['link_filter']
    if (isJsonObject(filter)) return listHref(found, trusted<Condition>(filter))
    return id === '' ? null : `/${found.path}/${id}`
  }
}
