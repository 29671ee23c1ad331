import { ArrowUpOutlined, CloseOutlined, PlusOutlined } from '@ant-design/icons'
import type { Condition, ObjectMeta } from '@perigon/contracts'
import { general, useLabel, usePhone, usePhrases } from '@perigon/ui'
import { Button, Drawer, Input, Select } from 'antd'
import { useRef, useState } from 'react'
import { type Format, MAX_FORMATS, TONES } from '../../core/list-state.ts'
import { fieldsOnPath } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { ConditionBuilder } from '../condition/condition-builder.tsx'
import { finished, freshCondition, groupOf } from '../condition/condition-tree.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

type Draft = Format & { readonly key: number }

/** The rules that colour a view, edited aside; they are kept with the view when it is saved. */
export function FormatsDrawer({ model, onClose }: { readonly model: ListModel; readonly onClose: () => void }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const isPhone = usePhone()
  const { object } = model
  const next = useRef(model.config.formats.length)
  const [drafts, setDrafts] = useState<readonly Draft[]>(() =>
    model.config.formats.map((each, key) => ({ ...each, ...grouped(each), key })),
  )
  const add = () => {
    next.current += 1
    const fresh: Draft = { key: next.current, name: '', condition: { and: [freshCondition(object)] }, tone: 'danger', column: null }
    setDrafts([...drafts, fresh])
  }
  const apply = () => {
    model.change({ formats: drafts.flatMap(finishedFormat) })
    onClose()
  }
  return (
    <Drawer
      open
      size={isPhone ? '100%' : 760}
      title={t('formats')}
      onClose={onClose}
      footer={
        <div className="pg-drawer-foot">
          <span className="pg-grow" />
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button type="primary" onClick={apply}>
            {words('apply')}
          </Button>
        </div>
      }
    >
      <div className="pg-stack">
        <p className="pg-muted">{t('formats_hint')}</p>
        {drafts.length === 0 && <p>{t('formats_none')}</p>}
        {drafts.map((draft, index) => (
          <Rule
            key={draft.key}
            object={object}
            columns={model.config.columns}
            draft={draft}
            onChange={(change) => setDrafts(drafts.map((each) => (each.key === draft.key ? { ...each, ...change } : each)))}
            onUp={index === 0 ? undefined : () => setDrafts(raised(drafts, index))}
            onRemove={() => setDrafts(drafts.filter((each) => each.key !== draft.key))}
          />
        ))}
        {drafts.length < MAX_FORMATS && (
          <div>
            <Button type="dashed" icon={<PlusOutlined aria-hidden />} onClick={add}>
              {t('format_add')}
            </Button>
          </div>
        )}
      </div>
    </Drawer>
  )
}

type RuleProps = {
  readonly object: ObjectMeta
  readonly columns: readonly string[]
  readonly draft: Draft
  readonly onChange: (change: Partial<Format>) => void
  readonly onUp: (() => void) | undefined
  readonly onRemove: () => void
}

function Rule({ object, columns, draft, onChange, onUp, onRemove }: RuleProps) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const places = [...new Set([...columns, ...(draft.column === null ? [] : [draft.column])])].map((path) => ({
    value: path,
    label: fieldsOnPath(meta, object, path)
      .map((each) => label(each.label))
      .join(' › '),
  }))
  return (
    <section className="pg-format" aria-label={draft.name || t('formats')}>
      <div className="pg-format__head">
        <Select
          aria-label={t('format_tone')}
          value={draft.tone}
          options={TONES.map((each) => ({ value: each, label: <Swatch tone={each} /> }))}
          onChange={(tone) => onChange({ tone })}
        />
        <Select
          aria-label={t('format_place')}
          popupMatchSelectWidth={false}
          value={draft.column ?? ''}
          options={[{ value: '', label: t('format_row') }, ...places]}
          onChange={(path) => onChange({ column: path === '' ? null : path })}
        />
        <Input
          aria-label={t('format_name')}
          placeholder={t('format_name')}
          maxLength={40}
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        {onUp !== undefined && <Button type="text" icon={<ArrowUpOutlined aria-hidden />} aria-label={t('format_up')} onClick={onUp} />}
        <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={t('format_remove')} onClick={onRemove} />
      </div>
      <ConditionBuilder object={object} value={draft.condition} onChange={(condition) => onChange({ condition })} />
    </section>
  )
}

function Swatch({ tone }: { readonly tone: Format['tone'] }) {
  const t = usePhrases(listPhrases)
  return (
    <>
      <span className={`pg-swatch pg-tone--${tone}`} aria-hidden />
      {t(`tone_${tone}`)}
    </>
  )
}

// The builder edits groups; a single condition becomes a group of one.
function grouped({ condition }: Format): { readonly condition: Condition } {
  return { condition: groupOf(condition) === null ? { and: [condition] } : condition }
}

function finishedFormat({ key: _key, ...format }: Draft): readonly Format[] {
  const condition = finished(format.condition)
  return condition === null ? [] : [{ ...format, name: format.name.trim(), condition }]
}

function raised(drafts: readonly Draft[], index: number): readonly Draft[] {
  const rest = [...drafts]
  const [moved] = rest.splice(index, 1)
  return moved === undefined ? drafts : [...rest.slice(0, index - 1), moved, ...rest.slice(index - 1)]
}
