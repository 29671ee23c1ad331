import type { FieldMeta, ObjectMeta, WireRecord } from '@perigon/contracts'
import { formatNear, general, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button } from 'antd'
import { type ReactNode, Suspense } from 'react'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { formSections } from '../../core/meta-index.ts'
import type { FieldError } from '../../core/refusal.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { FieldRow } from './field-row.tsx'
import type { EditSession } from './use-edit-session.ts'

/** Fields of a form in its sections; only what people may fill. */
export function RecordFormFields({
  object,
  session,
  autoFocus,
}: {
  readonly object: ObjectMeta
  readonly session: EditSession
  readonly autoFocus?: string
}) {
  const label = useLabel()
  return (
    <>
      {writableSections(object).map((section, index) => (
        <section key={section.label.en} className="pg-section">
          <h3 className="pg-section__title">{label(section.label)}</h3>
          <div className="pg-section__fields">
            {section.fields.map((field, at) => (
              <FieldRow
                key={field.key}
                field={field}
                value={session.value(field.key)}
                error={session.errors[field.key]}
                onChange={(value) => session.set(field.key, value)}
                sibling={session.value}
                autoFocus={autoFocus === undefined ? index === 0 && at === 0 : autoFocus === field.key}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  )
}

// Sections without the fields the system keeps.
function writableSections(object: ObjectMeta): ReturnType<typeof formSections> {
  return formSections(object)
    .map((section) => ({ ...section, fields: section.fields.filter((field) => !field.read_only) }))
    .filter((section) => section.fields.length > 0)
}

/** All fields people may fill. */
export function writableFields(object: ObjectMeta): readonly FieldMeta[] {
  return writableSections(object).flatMap((section) => section.fields)
}

/** What is wrong, on top of the form, and the offer of a draft. */
export function FormNotices({
  object,
  record,
  session,
  shown,
}: {
  readonly object: ObjectMeta
  readonly record: WireRecord | null
  readonly session: EditSession
  readonly shown: ReadonlySet<string>
}) {
  const t = usePhrases(recordPhrases)
  const { FormNote } = useRecordUi().objectWeb(object.key)
  const hidden = Object.entries(session.errors).filter(([key]) => !shown.has(key))
  return (
    <>
      <DraftOffer session={session} />
      {FormNote !== undefined && (
        <Suspense>
          <FormNote object={object} record={record} value={session.value} isChanged={(key) => Object.hasOwn(session.dirty, key)} />
        </Suspense>
      )}
      {session.failure !== null && session.conflict === null && (
        <Alert
          type="error"
          showIcon
          title={t('save_failed', { why: session.failure })}
          description={hidden.length === 0 ? undefined : <HiddenErrors object={object} errors={hidden} />}
        />
      )}
    </>
  )
}

function HiddenErrors({
  object,
  errors,
}: {
  readonly object: ObjectMeta
  readonly errors: readonly (readonly [string, FieldError])[]
}): ReactNode {
  const label = useLabel()
  return (
    <ul>
      {errors.map(([key, error]) => {
        const field = object.fields.find((each) => each.key === key)
        return (
          <li key={key}>
            {field === undefined ? key : label(field.label)}: {error.message}
          </li>
        )
      })}
    </ul>
  )
}

function DraftOffer({ session }: { readonly session: EditSession }) {
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  if (session.draft === null) return null
  return (
    <Alert
      type="info"
      showIcon
      title={t('draft_found', { at: formatNear(session.draft.at, locale, { timeZone, now: now() }) })}
      action={
        <span className="pg-actions">
          <Button size="small" type="primary" onClick={session.restoreDraft}>
            {words('restore')}
          </Button>
          <Button size="small" onClick={session.discardDraft}>
            {words('discard')}
          </Button>
        </span>
      }
    />
  )
}
