import type { FieldMeta, Json, ObjectMeta, UnmatchedText } from '@perigon/contracts'
import { fieldText, fieldUi, formatNumber, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { Suspense, useId, useState } from 'react'
import { type ImportTarget, importTarget, targetLabel } from '../../core/import-parts.ts'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { type Choice, choiceOf, type Choices, chosen, isDecided } from './choices.ts'
import { canCreateFromName } from './creatable.ts'

type PanelProps = {
  readonly object: ObjectMeta
  readonly unmatched: readonly UnmatchedText[]
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}

/** Texts that name no record or option: accept a near miss, choose by hand, or leave blank; for all rows at once. */
export function UnmatchedPanel({ object, unmatched, choices, onChange }: PanelProps) {
  const t = usePhrases(importPhrases)
  const { meta } = useRecordUi()
  const undecided = unmatched.filter((each) => !isDecided(choices, each))
  const creatable = undecided.filter((each) => {
    const target = importTarget(meta, object, each.field)
    return target !== undefined && canCreateFromName(meta, target.object, target.field.key)
  })
  return (
    <section className="pg-card" aria-label={t('unmatched')}>
      <h2 className="pg-import__title">
        {t('unmatched')}
        <span className="pg-grow" />
        <ForAll undecided={undecided} creatable={creatable} choices={choices} onChange={onChange} />
      </h2>
      <p className="pg-muted pg-import__text">{t('unmatched_hint')}</p>
      <ul className="pg-unmatched">
        {unmatched.map((each) => (
          <Line
            key={`${each.field}:${each.text}`}
            target={importTarget(meta, object, each.field)}
            unmatched={each}
            choice={
              choiceOf(choices, each) ?? (choices.created.includes(each.field) ? { value: each.text, title: t('create') } : undefined)
            }
            onChoose={(choice) => onChange(chosen(choices, each, choice))}
          />
        ))}
      </ul>
    </section>
  )
}

type ForAllProps = {
  readonly undecided: readonly UnmatchedText[]
  readonly creatable: readonly UnmatchedText[]
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}

function ForAll({ undecided, creatable, choices, onChange }: ForAllProps) {
  const t = usePhrases(importPhrases)
  const open = undecided.filter((each) => each.suggestions.length > 0)
  const blankAll = () => onChange(undecided.reduce((all, each) => chosen(all, each, { value: null, title: t('keep_blank') }), choices))
  const acceptAll = () => {
    let next = choices
    for (const each of open) {
      const [best] = each.suggestions
      if (best !== undefined) next = chosen(next, each, { value: best.value, title: best.title })
    }
    onChange(next)
  }
  return (
    <>
      {open.length > 0 && (
        <Button type="primary" size="small" onClick={acceptAll}>
          {t('accept_all', { n: open.length })}
        </Button>
      )}
      {creatable.length > 0 && (
        <Button
          size="small"
          onClick={() => onChange({ ...choices, created: [...choices.created, ...creatable.map((each) => each.field)] })}
        >
          {t('create_all', { n: creatable.length })}
        </Button>
      )}
      {undecided.length > 1 && (
        <Button size="small" onClick={blankAll}>
          {t('blank_all', { n: undecided.length })}
        </Button>
      )}
    </>
  )
}

function Line({
  target,
  unmatched,
  choice,
  onChoose,
}: {
  readonly target: ImportTarget | undefined
  readonly unmatched: UnmatchedText
  readonly choice: Choice | undefined
  readonly onChoose: (choice: Choice) => void
}) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const locale = useLocale()
  const [isByHand, setByHand] = useState(false)
  return (
    <li>
      <span className="pg-unmatched__field pg-muted">{target === undefined ? unmatched.field : label(targetLabel(target))}</span>
      <b className="pg-unmatched__text" title={unmatched.text}>
        {unmatched.text}
      </b>
      <span className="pg-number pg-muted">{t('rows_n', { n: formatNumber(unmatched.rows, locale) })}</span>
      {choice !== undefined && <span className="pg-unmatched__choice">{t('chosen', { title: choice.title })}</span>}
      <span className="pg-grow" />
      <span className="pg-actions">
        {unmatched.suggestions.slice(0, 3).map((each) => (
          <Button
            key={each.title}
            size="small"
            type={choice?.title === each.title ? 'primary' : 'default'}
            onClick={() => onChoose({ value: each.value, title: each.title })}
          >
            {each.title} <small className="pg-number">{Math.round(each.score * 100)}%</small>
          </Button>
        ))}
        <Button size="small" type="text" onClick={() => setByHand(!isByHand)} aria-expanded={isByHand}>
          {t('by_hand')}
        </Button>
        <Button size="small" type="text" onClick={() => onChoose({ value: null, title: t('keep_blank') })}>
          {t('keep_blank')}
        </Button>
      </span>
      {isByHand && target !== undefined && <ByHand field={target.field} text={unmatched.text} onChoose={onChoose} />}
    </li>
  )
}

function ByHand({
  field,
  text,
  onChoose,
}: {
  readonly field: FieldMeta
  readonly text: string
  readonly onChoose: (choice: Choice) => void
}) {
  const locale = useLocale()
  const context = useFieldContext()
  const id = useId()
  const [value, setValue] = useState<Json>(null)
  const { Input, toWire } = fieldUi(field)
  const pick = (next: Json) => {
    setValue(next)
    if (next !== null) onChoose({ value: toWire(next), title: fieldText(field, next, { locale, context }) })
  }
  return (
    <div className="pg-unmatched__hand">
      <Suspense>
        <Input id={id} field={field} value={value} label={text} onChange={pick} />
      </Suspense>
    </div>
  )
}
