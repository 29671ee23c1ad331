import { CheckSquareOutlined, EnvironmentOutlined, FlagOutlined, GiftOutlined, TeamOutlined } from '@ant-design/icons'
import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { listHref, type PlannerAt, type PlannerEntry, useActions, useOverlay, usePage, useRecordUi } from '@perigon/record-ui'
import { formatDay, general, phrase, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { mayAsk } from '../../birthday/web/birthday.ts'
import { calendarPagePhrases } from './calendar-phrases.ts'
import { CALENDAR_FIELDS, type CalendarKind, calendarQuery, type Whose } from './calendar-queries.ts'
import { type EntryFacts, entryFacts, movedValue } from './calendar-entry.ts'
import { MoveDialog } from './move-dialog.tsx'

const ICONS = {
  task: CheckSquareOutlined,
  visit: EnvironmentOutlined,
  meeting: TeamOutlined,
  step: FlagOutlined,
  birthday: GiftOutlined,
} as const

type Asked = { readonly from: string; readonly to: string; readonly whose: Whose; readonly now: Date }

/** Everything dated of a person within days: one question for each kind, whatever the number of days. */
export function useCalendar(asked: Asked) {
  const parts = [useKind('task', asked), useKind('interaction', asked), useKind('opportunity', asked), useKind('contact', asked)]
  return {
    entries: parts.flatMap((part) => part.entries),
    /** How many of each kind are not drawn, at least, and the list that has them all. */
    rest: parts.flatMap(({ kind, rest }) => (rest === null ? [] : [{ kind, ...rest }])),
    isPending: parts.some((part) => part.page.isLoading),
    error: parts.find((part) => part.page.error !== null)?.page.error ?? null,
    retry: () => parts.forEach((part) => void part.page.refetch()),
  }
}

function useKind(kind: CalendarKind, { from, to, whose, now }: Asked) {
  const { meta } = useRecordUi()
  const { timeZone } = useFieldContext()
  const object = meta.object(kind)
  const query = calendarQuery(kind, { from, to, whose, mayRead: (path) => mayAsk(meta, object, path) })
  const page = usePage(object, query ?? {}, query !== null)
  const entryOf = useEntry(kind, object)
  // The answer to an earlier question stands until the next one comes; without a question there is nothing.
  const data = query === null ? [] : (page.data?.data ?? [])
  const entries = data.flatMap((record) => {
    const facts = entryFacts(kind, record, { timeZone, now, from, withPerson: whose.kind === 'department' })
    return facts === null ? [] : [entryOf(record, facts)]
  })
  const n = query === null ? 0 : (page.data?.count ?? 0) - data.length
  const href = listHref(object ?? { path: '' }, query?.filter ?? null)
  return { kind, page, entries, rest: n > 0 ? { n, isMore: page.data?.count_capped === true, href } : null }
}

function useEntry(kind: CalendarKind, object: ObjectMeta | undefined): (record: WireRecord, facts: EntryFacts) => PlannerEntry {
  const t = usePhrases(calendarPagePhrases)
  const words = usePhrases(general)
  const actions = useActions()
  const show = useOverlay()
  const locale = useLocale()
  const { timeZone } = useFieldContext()
  const field = object?.fields.find((each) => each.key === CALENDAR_FIELDS[kind].at)
  const length = kind === 'interaction' ? object?.fields.find((each) => each.key === 'duration_s') : undefined
  // A birthday is when it is.
  const mayMove = kind !== 'contact' && object?.can.update === true && field?.read_only !== true
  return (record, { word, isLate, ...facts }) => {
    const name = facts.title === '' ? words('untitled') : facts.title
    const write = async (value: string, at: PlannerAt) => {
      if (object === undefined || field === undefined) return
      const place = `${formatDay(at.day, locale)}${at.time === null ? '' : ` ${at.time}`}`
      const done = phrase(calendarPagePhrases, 'moved', { name, at: place })
      await actions.change(object, record, { patch: { [field.key]: value }, done })
    }
    const move = (to: PlannerAt) => {
      if (to.day !== facts.at.day || to.time !== facts.at.time) void write(movedValue(kind, record, { ...to, timeZone }), to)
    }
    const resize = (minutes: number) => {
      if (object === undefined) return
      const done = phrase(calendarPagePhrases, 'resized', { name, n: minutes })
      void actions.change(object, record, { patch: { duration_s: minutes * 60 }, done })
    }
    const Icon = ICONS[word]
    return {
      ...facts,
      title: name,
      kind: t(word),
      icon: <Icon aria-hidden />,
      notes: isLate ? [t('late')] : [],
      href: `/${object?.path ?? ''}/${record.id}`,
      move: mayMove ? move : null,
      resize: mayMove && length !== undefined && !length.read_only ? resize : null,
      choose:
        mayMove && field !== undefined
          ? () =>
              show((close) => (
                <MoveDialog
                  name={name}
                  field={field}
                  start={record[field.key] ?? null}
                  timeZone={timeZone}
                  onMove={write}
                  onClose={close}
                />
              ))
          : null,
    }
  }
}
