import { DatabaseOutlined, DeleteOutlined, EditOutlined, LeftOutlined, MoreOutlined, RightOutlined } from '@ant-design/icons'
import type { ObjectMeta, VerbMeta, WireRecord } from '@perigon/contracts'
import { general, isBlank, useLabel, usePhone, usePhrases, useShortcuts } from '@perigon/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown, type MenuProps } from 'antd'
import { fieldOf, titleOf } from '../../core/meta-index.ts'
import { listPhrases, recordPhrases } from '../../phrases/record-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { keys } from '../data/queries.ts'
import { RecordValue } from '../frame/record-value.tsx'
import type { RecordTool } from '../../core/web-module.ts'
import { GoLink } from '../frame/go-link.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'

/** Name, key fields and main actions; a breadcrumb back to the list, and the neighbours in it. */
export function RecordHead({ object, record, isEditing, onEdit }: HeadProps) {
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const name = titleOf(object, record) || words('untitled')
  const fields = object.highlights.flatMap((key) => fieldOf(object, key) ?? []).filter((field) => field.key !== object.title)
  return (
    <header className="pg-record__head pg-card">
      <div className="pg-record__line">
        <nav aria-label={t('breadcrumb')} className="pg-record__crumbs">
          <GoLink href={`/${object.path}`}>{label(object.label.many)}</GoLink>
        </nav>
        <Neighbours object={object} id={record.id} />
      </div>
      <div className="pg-record__line">
        <RecordIcon object={object} />
        <h1 className="pg-record__name">{name}</h1>
        <span className="pg-grow" />
        <HeadActions object={object} record={record} isEditing={isEditing} onEdit={onEdit} />
      </div>
      <dl className="pg-record__highlights">
        {fields.map((field) => {
          const value = record[field.key] ?? null
          return (
            <div key={field.key}>
              <dt>{label(field.label)}</dt>
              <dd>
                {field.masked !== true && isBlank(value) ? (
                  <span className="pg-muted">–</span>
                ) : (
                  <RecordValue object={object} id={record.id} field={field} value={value} />
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </header>
  )
}

function RecordIcon({ object }: { readonly object: ObjectMeta }) {
  const Icon = useRecordUi().objectWeb(object.key).icon ?? DatabaseOutlined
  return (
    <span className="pg-record__icon" aria-hidden>
      <Icon aria-hidden />
    </span>
  )
}

type HeadProps = { readonly object: ObjectMeta; readonly record: WireRecord; readonly isEditing: boolean; readonly onEdit: () => void }

/** The verbs that make sense now, the tools that suit the object, and how to run or open each. */
function useHeadTools(object: ObjectMeta, record: WireRecord) {
  const ui = useRecordUi()
  const actions = useActions()
  const show = useOverlay()
  const allowed = ui.objectWeb(object.key).verbs?.(record)
  return {
    verbs: object.verbs.filter((each) => allowed === undefined || allowed.includes(each.key)),
    tools: ui.modules.flatMap((module) => module.tools ?? []).filter((tool) => tool.suits(object)),
    run: (verb: VerbMeta) => actions.runVerb(object, record, { verb }),
    open: ({ Drawer }: RecordTool) => show((close) => <Drawer object={object} record={record} onClose={close} />),
  }
}

function HeadActions({ object, record, isEditing, onEdit }: HeadProps) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const go = useGo()
  const isPhone = usePhone()
  const actions = useActions()
  const { verbs, tools, run, open } = useHeadTools(object, record)
  // A banner (a path of stages) has the main action itself.
  const hasBanner = useRecordUi().objectWeb(object.key).Banner !== undefined
  const shown = isPhone ? [] : verbs.slice(0, 2)
  const tooling = tools.map(({ key, label: name, icon: Icon }) => ({ key: `tool:${key}`, label: label(name), icon: <Icon aria-hidden /> }))
  const items: MenuProps['items'] = [
    ...verbs
      .filter((each) => !shown.includes(each))
      .map((verb) => ({ key: `verb:${verb.key}`, label: label(verb.label), danger: verb.danger })),
    ...(isPhone ? tooling : []),
    ...(object.can.delete ? [{ key: 'delete', label: words('delete'), icon: <DeleteOutlined aria-hidden />, danger: true }] : []),
    { key: 'trash', label: t('trash') },
  ]
  const pick = (key: string) => {
    const tool = tools.find((each) => `tool:${each.key}` === key)
    const verb = verbs.find((each) => `verb:${each.key}` === key)
    if (tool !== undefined) open(tool)
    else if (verb !== undefined) run(verb)
    else if (key === 'trash') go(`/${object.path}/trash`)
    else actions.remove(object, record, () => go(`/${object.path}`))
  }
  return (
    <div className="pg-actions">
      {shown.map((verb, index) => (
        <Button
          key={verb.key}
          type={index === 0 && !verb.danger && !hasBanner ? 'primary' : 'default'}
          danger={verb.danger}
          onClick={() => run(verb)}
        >
          {label(verb.label)}
        </Button>
      ))}
      {!isPhone && <ToolButtons tools={tools} onOpen={open} />}
      {object.can.update && (
        <Button icon={<EditOutlined aria-hidden />} disabled={isEditing} onClick={onEdit} aria-label={words('edit')}>
          {isPhone ? '' : words('edit')}
        </Button>
      )}
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => pick(key) }}>
        <Button icon={<MoreOutlined aria-hidden />} aria-label={words('more')} />
      </Dropdown>
    </div>
  )
}

function ToolButtons({ tools, onOpen }: { readonly tools: readonly RecordTool[]; readonly onOpen: (tool: RecordTool) => void }) {
  const label = useLabel()
  return tools.map((tool) => (
    <Button key={tool.key} icon={<tool.icon aria-hidden />} onClick={() => onOpen(tool)} aria-label={label(tool.label)}>
      {label(tool.label)}
    </Button>
  ))
}

type CachedPages = { readonly pages: readonly { readonly data: readonly WireRecord[] }[] }

function Neighbours({ object, id }: { readonly object: ObjectMeta; readonly id: string }) {
  const t = usePhrases(recordPhrases)
  const client = useQueryClient()
  const go = useGo()
  const lists = client.getQueriesData<CachedPages>({ queryKey: [...keys.object(object), 'pages'] })
  const ids =
    lists.map(([, data]) => (data?.pages ?? []).flatMap((page) => page.data.map((each) => each.id))).find((each) => each.includes(id)) ?? []
  const at = ids.indexOf(id)
  const previous = ids[at - 1]
  const next = at < 0 ? undefined : ids[at + 1]
  const open = (target: string | undefined) => target !== undefined && go(`/${object.path}/${target}`, 'replace')
  useShortcuts({ j: () => open(next), k: () => open(previous) })
  if (at < 0) return null
  return (
    <span className="pg-record__neighbours">
      <Button
        type="text"
        size="small"
        icon={<LeftOutlined aria-hidden />}
        aria-label={t('previous_record')}
        title={`${t('previous_record')} (K)`}
        disabled={previous === undefined}
        onClick={() => open(previous)}
      />
      <Button
        type="text"
        size="small"
        icon={<RightOutlined aria-hidden />}
        aria-label={t('next_record')}
        title={`${t('next_record')} (J)`}
        disabled={next === undefined}
        onClick={() => open(next)}
      />
    </span>
  )
}
