import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { LinkSelect, textOf, usePhrases } from '@perigon/ui'
import { useRecord, useRecordUi } from '@perigon/record-ui'
import { Button, InputNumber, Select } from 'antd'
import { MOST_STEPS, type Step, TELLS } from '../reminder-rule/steps.options.ts'
import { editorPhrases } from './editor-phrases.ts'
import { moved, without, withOneMore } from './rung-order.ts'
import { useChoices } from './rung-names.ts'

type RungsProps = { readonly object: string; readonly steps: readonly Step[]; readonly onChange: (steps: readonly Step[]) => void }

/** The steps of a ladder as one writes them. Moving a step keeps the days where they are and exchanges what happens. */
export function RungEditor({ object, steps, onChange }: RungsProps) {
  const t = usePhrases(editorPhrases)
  const change = (index: number, part: Partial<Step>) => onChange(steps.map((each, at) => (at === index ? { ...each, ...part } : each)))
  return (
    <section className="pg-stack" aria-label={t('steps')}>
      <h3 className="pg-reminder__part">{t('steps')}</h3>
      <p className="pg-muted pg-reminder__line">{t('steps_hint')}</p>
      <ol className="pg-rungs">
        {steps.map((step, index) => (
          <li key={step.key} aria-label={t('rung', { n: index + 1 })}>
            <Rung object={object} step={step} n={index + 1} isLast={index === steps.length - 1} onChange={(part) => change(index, part)} />
            <span className="pg-rungs__order">
              <Button
                size="small"
                icon={<ArrowUpOutlined aria-hidden />}
                aria-label={t('up', { n: index + 1 })}
                disabled={index === 0}
                onClick={() => onChange(moved(steps, index, -1))}
              />
              <Button
                size="small"
                icon={<ArrowDownOutlined aria-hidden />}
                aria-label={t('down', { n: index + 1 })}
                disabled={index === steps.length - 1}
                onClick={() => onChange(moved(steps, index, 1))}
              />
              <Button
                size="small"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t('remove', { n: index + 1 })}
                disabled={steps.length === 1}
                onClick={() => onChange(without(steps, index))}
              />
            </span>
          </li>
        ))}
      </ol>
      <div>
        <Button icon={<PlusOutlined aria-hidden />} disabled={steps.length >= MOST_STEPS} onClick={() => onChange(withOneMore(steps))}>
          {t('add')}
        </Button>
      </div>
    </section>
  )
}

type RungProps = {
  readonly object: string
  readonly step: Step
  readonly n: number
  readonly isLast: boolean
  readonly onChange: (part: Partial<Step>) => void
}

function Rung({ object, step, n, isLast, onChange }: RungProps) {
  const t = usePhrases(editorPhrases)
  const { pools, roles } = useChoices()
  const kinds = TELLS.filter((tell) => tell !== 'pool' || (object === 'customer' && isLast) || step.tell === 'pool')
  return (
    <span className="pg-rungs__what">
      <InputNumber
        aria-label={t('after', { n })}
        min={0}
        max={3650}
        precision={0}
        value={step.after}
        suffix={t('days_after')}
        onChange={(after) => onChange({ after: after ?? 0 })}
      />
      <Select
        aria-label={t('tell', { n })}
        value={step.tell}
        options={kinds.map((value) => ({ value, label: t(value) }))}
        onChange={(tell) => onChange({ tell, person: null, role: null, pool: null })}
      />
      {step.tell === 'person' && <PersonSelect n={n} person={step.person} onPick={(person) => onChange({ person })} />}
      {step.tell === 'role' && (
        <Select
          aria-label={t('which_role', { n })}
          placeholder={t('role')}
          value={step.role}
          options={roles}
          onChange={(role) => onChange({ role })}
        />
      )}
      {step.tell === 'pool' && (
        <Select
          aria-label={t('which_pool', { n })}
          placeholder={t('pool')}
          value={step.pool}
          options={pools}
          onChange={(pool) => onChange({ pool })}
        />
      )}
    </span>
  )
}

type PersonProps = { readonly n: number; readonly person: string | null; readonly onPick: (person: string | null) => void }

function PersonSelect({ n, person, onPick }: PersonProps) {
  const t = usePhrases(editorPhrases)
  const object = useRecordUi().meta.object('employee')
  const control = { 'aria-label': t('which_person', { n }) }
  if (object === undefined) return null
  if (person === null) return <LinkSelect control={control} target="employee" value={null} onPick={(link) => onPick(link?.id ?? null)} />
  return <KnownPerson object={object} person={person} control={control} onPick={onPick} />
}

type KnownProps = Omit<PersonProps, 'n' | 'person'> & {
  readonly object: Parameters<typeof useRecord>[0]
  readonly person: string
  readonly control: { readonly 'aria-label': string }
}

function KnownPerson({ object, person, control, onPick }: KnownProps) {
  const record = useRecord(object, person)
  const title = textOf(record.data?.['name'])
  return <LinkSelect control={control} target="employee" value={{ id: person, title }} onPick={(link) => onPick(link?.id ?? null)} />
}
