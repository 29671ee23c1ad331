import type { BulkPreview, BulkRefusal, BulkVerb, FieldMeta, Json, ObjectMeta } from '@perigon/contracts'
import { fieldUi, formatNumber, general, Skeleton, useLabel, useLocale, usePhrases } from '@perigon/ui'
import type { Patch } from '../../core/records.ts'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { failureText } from '../frame/failure.tsx'

/** How many records a preview says will really be written. */
export function willChange(preview: BulkPreview): number {
  const refused = preview.refused.reduce((sum, each) => sum + each.count, 0)
  return Math.max(0, preview.total - refused - (preview.checked === preview.total ? preview.unchanged : 0))
}

/** What the change would do. */
export function PreviewPanel(props: {
  readonly object: ObjectMeta
  readonly verb: BulkVerb
  readonly preview: BulkPreview | undefined
  readonly error: unknown
  readonly isReady: boolean
  /** The draft's own values: links with their titles. */
  readonly values: Patch
}) {
  const t = usePhrases(bulkPhrases)
  const locale = useLocale()
  const { preview } = props
  if (!props.isReady) return <p className="pg-muted">{t('choose_first')}</p>
  if (props.error !== null)
    return (
      <p className="pg-error" role="alert">
        {failureText(props.error)}
      </p>
    )
  if (preview === undefined)
    return (
      <div aria-busy aria-label={t('counting')}>
        <Skeleton shape="list" rows={3} />
      </div>
    )
  const n = (value: number) => formatNumber(value, locale)
  return (
    <section className="pg-stack pg-bulk-preview" aria-live="polite">
      <div>
        <p className="pg-bulk-preview__count">{t(props.verb === 'delete' ? 'will_delete' : 'will', { n: n(willChange(preview)) })}</p>
        <p className="pg-muted">
          {[
            ...(preview.unchanged > 0 ? [t('unchanged', { n: n(preview.unchanged) })] : []),
            ...(preview.checked < preview.total ? [t('checked', { n: n(preview.checked) })] : []),
            ...(props.verb === 'delete' ? [] : [t('will_hint')]),
          ].join(' · ')}
        </p>
      </div>
      {preview.refused.map((each) => (
        <Refused key={`${each.code}${each.message}`} refusal={each} />
      ))}
      {preview.samples.length > 0 && <Samples object={props.object} preview={preview} values={props.values} />}
    </section>
  )
}

function Refused({ refusal }: { readonly refusal: BulkRefusal }) {
  const t = usePhrases(bulkPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const names = refusal.examples.map((each) => each.title || words('untitled')).join(locale === 'zh-CN' ? '、' : ', ')
  return (
    <div className="pg-bulk-refused">
      <b>{t('refused', { n: formatNumber(refusal.count, locale) })}</b>
      <span>{refusal.message}</span>
      {names !== '' && (
        <span className="pg-muted">
          {t('such_as')}
          {names}
        </span>
      )}
    </div>
  )
}

function Samples({ object, preview, values }: { readonly object: ObjectMeta; readonly preview: BulkPreview; readonly values: Patch }) {
  const t = usePhrases(bulkPhrases)
  const label = useLabel()
  const keys = Object.keys(preview.samples[0]?.after ?? {})
  const fields = object.fields.filter((field) => keys.includes(field.key))
  return (
    <div className="pg-stack">
      <h3 className="pg-bulk-preview__head">{t(keys.length === 0 ? 'among_them' : 'samples')}</h3>
      <ul className="pg-bulk-samples">
        {preview.samples.map((sample) => (
          <li key={sample.id}>
            <b className="pg-ellipsis">{sample.title}</b>
            {fields.map((field) => (
              <div key={field.key} className="pg-bulk-sample">
                <span className="pg-muted">{label(field.label)}</span>
                <span className="pg-bulk-sample__before">
                  <Value field={field} value={sample.before[field.key] ?? null} />
                </span>
                <span aria-hidden>→</span>
                <span>
                  <Value field={field} value={values[field.key] ?? sample.after[field.key] ?? null} />
                </span>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Value({ field, value }: { readonly field: FieldMeta; readonly value: Json }) {
  const words = usePhrases(general)
  const { Cell } = fieldUi(field)
  return value === null || value === '' ? <span className="pg-muted">{words('none')}</span> : <Cell field={field} value={value} />
}
