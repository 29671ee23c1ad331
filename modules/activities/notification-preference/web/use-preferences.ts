import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { failureText, type Patch, records, usePage, useRecordUi, useRefresh } from '@perigon/record-ui'
import { textOf, toast, usePhrases } from '@perigon/ui'
import { USUAL_DELIVERY, USUAL_DIGEST_HOUR } from '../notification-preference.object.ts'
import { preferencePhrases } from './preference-phrases.ts'

const NEWEST = ['-updated_at']

export type KnownKind = keyof typeof USUAL_DELIVERY

/** What the person chose, else what is usual; and how to choose, which can be taken back. */
export function usePreferences(object: ObjectMeta | undefined, digest: ObjectMeta | undefined) {
  const save = useSave()
  const chosen = usePage(object, { sort: NEWEST, limit: 50 })
  const times = usePage(digest, { sort: NEWEST, limit: 1 })
  const rowOf = (kind: KnownKind) => chosen.data?.data.find((row) => textOf(row['kind']) === kind)
  const deliveryOf = (kind: KnownKind) => {
    const row = rowOf(kind)
    const usual = USUAL_DELIVERY[kind]
    if (row === undefined) return usual
    return { in_app: textOf(row['in_app']), email: textOf(row['email']), push: textOf(row['push']) || usual.push }
  }
  const time = times.data?.data[0]
  return {
    isPending: chosen.isPending || times.isPending,
    error: chosen.error ?? times.error,
    retry: () => {
      void chosen.refetch()
      void times.refetch()
    },
    deliveryOf,
    hour: typeof time?.['hour'] === 'number' ? time['hour'] : USUAL_DIGEST_HOUR,
    choose: (kind: KnownKind, patch: Patch) => object !== undefined && save(object, rowOf(kind), { kind, ...deliveryOf(kind), ...patch }),
    chooseHour: (hour: number) => digest !== undefined && save(digest, time, { hour }),
  }
}

function useSave() {
  const t = usePhrases(preferencePhrases)
  const { api } = useRecordUi()
  const refresh = useRefresh()
  const attempt = async (object: ObjectMeta, work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    } finally {
      refresh(object)
    }
  }
  return (object: ObjectMeta, row: WireRecord | undefined, values: Patch) =>
    void attempt(object, async () => {
      const written =
        row === undefined
          ? await records.create(api, object, values)
          : await records.update(api, object, { id: row.id, version: row.version, patch: values })
      const back = () =>
        row === undefined ? records.remove(api, object, written.id) : records.undo(api, object, { id: row.id, version: written.version })
      const undo = () => attempt(object, async () => void (await back()))
      toast({ text: t('saved'), undo })
    })
}
