import type { WireRecord } from '@perigon/contracts'
import { failureText, keys, problemIn, records, usePage, useRecordUi } from '@perigon/record-ui'
import { formatDay, phrase, textOf, toast, useLocale } from '@perigon/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { workCalendarPhrases } from './work-calendar-phrases.ts'

export type Exception = {
  readonly id: string
  readonly version: number
  readonly kind: 'off' | 'work'
  readonly name: string
  readonly nameEn: string
}

/** The exceptions of a year by date. */
export function useExceptions(year: number) {
  const object = useRecordUi().meta.object('calendar_day')
  const page = usePage(object, {
    filter: { field: 'day', op: 'between', value: [`${year}-01-01`, `${year}-12-31`] },
    fields: ['day', 'kind', 'name', 'name_en'],
    sort: ['day'],
    limit: 200,
  })
  return { page, exceptions: new Map((page.data?.data ?? []).map((record) => [textOf(record['day']), exceptionOf(record)])) }
}

function exceptionOf(record: WireRecord): Exception {
  const name = textOf(record['name'])
  const english = textOf(record['name_en'])
  return {
    id: record.id,
    version: record.version,
    kind: record['kind'] === 'work' ? 'work' : 'off',
    name,
    nameEn: english === '' ? name : english,
  }
}

/** The working week: the only record of its kind, and its free weekdays. */
export function useWorkWeek() {
  const { api, meta } = useRecordUi()
  const client = useQueryClient()
  const object = meta.object('work_calendar')
  const page = usePage(object, { fields: ['name', 'weekend'], limit: 1 })
  const record = page.data?.data[0]
  const save = useMutation({
    mutationFn: async (weekend: readonly string[]) => {
      if (object === undefined || record === undefined) return
      await records.update(api, object, { id: record.id, version: record.version, patch: { weekend } })
    },
    onError: (error) => toast({ tone: 'error', text: problemIn(error)?.errors?.[0]?.message ?? failureText(error) }),
    onSettled: () => (object === undefined ? undefined : client.invalidateQueries({ queryKey: keys.object(object) })),
  })
  const stored = Array.isArray(record?.['weekend']) ? record['weekend'].map(textOf) : []
  const weekend = save.isPending ? save.variables : stored
  return { page, weekend, save, mayChange: object?.can.update === true }
}

const NAMES = {
  work: { name: '公司上班日', name_en: 'Company working day' },
  off: { name: '公司休息日', name_en: 'Company day off' },
} as const

type Toggle = { readonly day: string; readonly worksByWeek: boolean; readonly exception: Exception | undefined }

/** Turns a day round, with the way back. */
export function useToggleDay() {
  const { api, meta } = useRecordUi()
  const client = useQueryClient()
  const locale = useLocale()
  const object = meta.object('calendar_day')
  const refresh = async (): Promise<void> => {
    if (object !== undefined) await client.invalidateQueries({ queryKey: keys.object(object) })
  }
  return useMutation({
    mutationFn: async ({ day, worksByWeek, exception }: Toggle) => {
      if (object === undefined) return
      const undo = async (back: () => Promise<unknown>): Promise<void> => {
        await back().catch((error: unknown) => toast({ tone: 'error', text: failureText(error) }))
        await refresh()
      }
      const works = exception === undefined ? !worksByWeek : exception.kind === 'off'
      const text = phrase(workCalendarPhrases, works ? 'made_work' : 'made_off', { day: formatDay(day, locale) })
      if (exception !== undefined && works === worksByWeek) {
        await records.remove(api, object, exception.id)
        toast({ text, undo: () => undo(() => records.restore(api, object, exception.id)) })
        return
      }
      const patch = { kind: works ? 'work' : 'off', ...NAMES[works ? 'work' : 'off'] }
      if (exception === undefined) {
        const made = await records.create(api, object, { day, ...patch })
        toast({ text, undo: () => undo(() => records.remove(api, object, made.id)) })
        return
      }
      // A holiday on a weekend says what the week says anyway; it is turned, not taken away.
      const changed = await records.update(api, object, { id: exception.id, version: exception.version, patch })
      toast({ text, undo: () => undo(() => records.undo(api, object, { id: exception.id, version: changed.version })) })
    },
    onError: (error) => toast({ tone: 'error', text: failureText(error) }),
    onSettled: refresh,
  })
}
