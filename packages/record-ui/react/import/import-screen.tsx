import type { ImportJob, ImportState, ObjectMeta } from '@perigon/contracts'
import { Skeleton, useLabel, usePhone, usePhrases } from '@perigon/ui'
import { Steps } from 'antd'
import { type ReactNode, useState } from 'react'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { Failure } from '../frame/failure.tsx'
import { GoLink } from '../frame/go-link.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { useTitle } from '../frame/use-title.ts'
import { CheckStep } from './check-step.tsx'
import { useImportJob } from './imports-api.ts'
import { MappingStep } from './mapping-step.tsx'
import { ProgressStep } from './progress-step.tsx'
import { ResultStep } from './result-step.tsx'
import { UploadStep } from './upload-step.tsx'

const STEP: { readonly [S in ImportState]: number } = {
  uploaded: 1,
  checking: 2,
  checked: 2,
  running: 3,
  paused: 3,
  done: 4,
  cancelled: 4,
  failed: 4,
  undoing: 4,
  undone: 4,
}

/** The import wizard: upload, match columns, check, run, result. Survives a reload at every step. */
export function ImportScreen({ object, id }: { readonly object: ObjectMeta | null; readonly id: string | null }) {
  if (id !== null) return <Running id={id} />
  return object === null ? null : (
    <Frame object={object} step={0}>
      <UploadStep object={object} />
    </Frame>
  )
}

function Running({ id }: { readonly id: string }) {
  const { meta } = useRecordUi()
  const job = useImportJob(id)
  const [isRemapping, setRemapping] = useState(false)
  if (job.data === undefined)
    return job.error === null ? <Skeleton shape="record" rows={5} /> : <Failure error={job.error} onRetry={() => void job.refetch()} />
  const object = meta.object(job.data.object)
  if (object === undefined) return null
  const step = isRemapping && job.data.state === 'checked' ? 1 : STEP[job.data.state]
  return (
    <Frame object={object} step={step}>
      <Step object={object} job={job.data} step={step} onRemap={setRemapping} />
    </Frame>
  )
}

function Step({
  object,
  job,
  step,
  onRemap,
}: {
  readonly object: ObjectMeta
  readonly job: ImportJob
  readonly step: number
  readonly onRemap: (isRemapping: boolean) => void
}) {
  if (step === 1) return <MappingStep object={object} job={job} onChecked={() => onRemap(false)} />
  if (job.state === 'checked')
    return <CheckStep key={job.progress + job.unmatched.length} object={object} job={job} onRemap={() => onRemap(true)} />
  if (job.state === 'checking' || job.state === 'running' || job.state === 'paused' || job.state === 'undoing')
    return <ProgressStep job={job} />
  return <ResultStep object={object} job={job} />
}

const STEPS = ['step_upload', 'step_map', 'step_check', 'step_run', 'step_result'] as const

function StepLine({ step }: { readonly step: number }) {
  const t = usePhrases(importPhrases)
  const isPhone = usePhone()
  const name = STEPS[step]
  if (!isPhone)
    return <Steps current={step} size="small" responsive={false} iconRender={quietIcon} items={STEPS.map((each) => ({ title: t(each) }))} />
  return (
    <div className="pg-import__step">
      <p>{name === undefined ? '' : t('step_of', { n: step + 1, all: STEPS.length, name: t(name) })}</p>
      <progress max={STEPS.length} value={step + 1} aria-hidden />
    </div>
  )
}

function quietIcon(icon: ReactNode): ReactNode {
  return (
    <span className="pg-import__step-icon" aria-hidden="true">
      {icon}
    </span>
  )
}

function Frame({ object, step, children }: { readonly object: ObjectMeta; readonly step: number; readonly children: ReactNode }) {
  const t = usePhrases(importPhrases)
  const r = usePhrases(recordPhrases)
  const label = useLabel()
  const title = t('title', { name: label(object.label.many) })
  useTitle(title)
  return (
    <div className="pg-page pg-import">
      <nav aria-label={r('breadcrumb')}>
        <GoLink href={`/${object.path}`}>{label(object.label.many)}</GoLink>
      </nav>
      <h1>{title}</h1>
      <StepLine step={step} />
      {children}
    </div>
  )
}
