import type { ColumnMapping, FieldMeta, ImportJob, ImportMapping, ObjectMeta } from '@perigon/contracts'
import { formatNumber, general, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button, Segmented, Select } from 'antd'
import { useId, useState } from 'react'
import { fieldOf } from '../../core/meta-index.ts'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { ConstantsPanel } from './constants-panel.tsx'
import { useImportActions } from './imports-api.ts'
import { MappingRow } from './mapping-row.tsx'
import { TemplateBar } from './template-bar.tsx'

/** Which column goes into which field; the server's guess to begin with. */
export function MappingStep({
  object,
  job,
  onChecked,
}: {
  readonly object: ObjectMeta
  readonly job: ImportJob
  readonly onChecked: () => void
}) {
  const t = usePhrases(importPhrases)
  const locale = useLocale()
  const actions = useImportActions(job.id)
  const [mapping, setMapping] = useState<ImportMapping>(() => job.mapping ?? emptyMapping(job, locale))
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const used = mapping.columns.flatMap((each) => each.field ?? [])
  const setColumn = (column: ColumnMapping) =>
    setMapping((old) => ({ ...old, columns: old.columns.map((each) => (each.column === column.column ? column : each)) }))
  const check = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await actions.check({ ...mapping, match: mapping.match !== null && used.includes(mapping.match) ? mapping.match : null, locale })
      onChecked()
    } catch (error) {
      setFailure(failureText(error))
      setBusy(false)
    }
  }
  return (
    <div className="pg-stack">
      <SourceLine job={job} />
      <TemplateBar object={object} mapping={mapping} onUse={(template) => setMapping(applyTemplate(mapping, template))} />
      {failure !== null && <Alert type="error" showIcon title={failure} role="alert" />}
      <MappingTable object={object} job={job} columns={mapping.columns} used={used} onChange={setColumn} />
      <p className="pg-muted">{t('matched_n', { n: used.length, all: mapping.columns.length })}</p>
      <ExistingPanel object={object} mapping={mapping} used={used} onChange={setMapping} />
      <ConstantsPanel
        object={object}
        used={used}
        constants={mapping.constants ?? {}}
        onChange={(constants) => setMapping((old) => ({ ...old, constants }))}
      />
      <div className="pg-actions">
        <Button type="primary" size="large" loading={isBusy} disabled={used.length === 0} onClick={check}>
          {t('check')}
        </Button>
      </div>
    </div>
  )
}

function MappingTable(props: {
  readonly object: ObjectMeta
  readonly job: ImportJob
  readonly columns: readonly ColumnMapping[]
  readonly used: readonly string[]
  readonly onChange: (column: ColumnMapping) => void
}) {
  const t = usePhrases(importPhrases)
  const { object, job, used } = props
  return (
    <div className="pg-card pg-table-wrap">
      <table className="pg-table pg-mapping">
        <thead>
          <tr>
            <th scope="col">{t('file_column')}</th>
            <th scope="col">{t('sample')}</th>
            <th scope="col">{t('target_field')}</th>
            <th scope="col">{t('by')}</th>
            <th scope="col">{t('missing')}</th>
            <th scope="col">{t('blank')}</th>
          </tr>
        </thead>
        <tbody>
          {props.columns.map((column) => (
            <MappingRow
              key={column.column}
              object={object}
              column={column}
              sample={samplesOf(job, column.column)}
              isTwice={column.field !== null && used.filter((each) => each === column.field).length > 1}
              onChange={props.onChange}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What the server found in the file. */
export function SourceLine({ job }: { readonly job: ImportJob }) {
  const t = usePhrases(importPhrases)
  const locale = useLocale()
  const { source } = job
  const delimiter =
    source.delimiter === undefined
      ? undefined
      : t(source.delimiter === ',' ? 'delimiter_comma' : source.delimiter === ';' ? 'delimiter_semicolon' : 'delimiter_tab')
  const details = [source.format.toUpperCase(), source.sheet, source.encoding?.toUpperCase(), delimiter]
    .filter((each) => each !== undefined && each !== '')
    .join(' · ')
  return (
    <p className="pg-muted">
      {t(job.rows === 0 ? 'source_new' : 'source', { name: job.file_name, rows: formatNumber(job.rows, locale), details })}
    </p>
  )
}

function ExistingPanel(props: {
  readonly object: ObjectMeta
  readonly mapping: ImportMapping
  readonly used: readonly string[]
  readonly onChange: (mapping: ImportMapping) => void
}) {
  const t = usePhrases(importPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const id = useId()
  const { mapping } = props
  const fields = props.used.flatMap((key): FieldMeta[] => {
    const field = fieldOf(props.object, key)
    return field !== undefined && field.operators.includes('eq') && field.options === undefined ? [field] : []
  })
  return (
    <section className="pg-card pg-import__panel">
      <h2>{t('existing_title')}</h2>
      <div className="pg-section__fields">
        <div className="pg-field">
          <label className="pg-field__label" htmlFor={id}>
            {t('match')}
          </label>
          <Select
            id={id}
            className="pg-fill"
            value={mapping.match ?? ''}
            options={[{ value: '', label: t('match_none') }, ...fields.map((each) => ({ value: each.key, label: label(each.label) }))]}
            onChange={(key) => props.onChange({ ...mapping, match: key === '' ? null : key })}
          />
        </div>
        {mapping.match !== null && (
          <div className="pg-field">
            <span className="pg-field__label">{t('existing')}</span>
            <Segmented
              aria-label={t('existing')}
              value={mapping.existing}
              options={[
                { value: 'update' as const, label: t('existing_update') },
                { value: 'skip' as const, label: t('existing_skip') },
              ]}
              onChange={(existing) => props.onChange({ ...mapping, existing })}
            />
          </div>
        )}
      </div>
      <span className="pg-sr">{words('select')}</span>
    </section>
  )
}

function emptyMapping(job: ImportJob, locale: 'zh-CN' | 'en-US'): ImportMapping {
  return { columns: job.source.header.map((header, column) => ({ column, header, field: null })), match: null, existing: 'update', locale }
}

// A template is matched by header text, so that it also fits a file whose columns moved.
function applyTemplate(mapping: ImportMapping, template: ImportMapping): ImportMapping {
  const byHeader = new Map(template.columns.map((each) => [each.header.trim().toLowerCase(), each]))
  const columns = mapping.columns.map((each) => ({
    ...(byHeader.get(each.header.trim().toLowerCase()) ?? each),
    column: each.column,
    header: each.header,
  }))
  return { ...template, columns }
}

function samplesOf(job: ImportJob, column: number): readonly string[] {
  const texts = job.source.sample.map((row) => (row[column] ?? '').trim()).filter((each) => each !== '')
  return [...new Set(texts)].slice(0, 3)
}
