import type { BringOverRun, BringOverState, OtherSystem } from '@perigon/contracts'
import { Skeleton, usePhone, usePhrases } from '@perigon/ui'
import { Steps } from 'antd'
import { type ReactNode, useState } from 'react'
import { bringOverPhrases } from '../../../phrases/bring-over-phrases.ts'
import { importPhrases } from '../../../phrases/import-phrases.ts'
import { recordPhrases } from '../../../phrases/record-phrases.ts'
import { Failure } from '../../frame/failure.tsx'
import { GoLink } from '../../frame/go-link.tsx'
import { useTitle } from '../../frame/use-title.ts'
import { useRun, useSystems } from './bring-over-api.ts'
import { FilesStep } from './files-step.tsx'
import { OutcomeStep } from './outcome-step.tsx'
import { PlanStep } from './plan-step.tsx'
import { RunStep } from './run-step.tsx'
import './bring-over.css'

const STEP: { readonly [S in BringOverState]: number } = {
  collecting: 0,
  planning: 1,
  planned: 1,
  running: 2,
  paused: 2,
  undoing: 2,
  done: 3,
  cancelled: 3,
  failed: 3,
  undone: 3,
}

/** Bringing over an export of another system: files, plan, run, result. Survives a reload at every step. */
export function BringOverScreen({ id }: { readonly id: string }) {
  const run = useRun(id)
  const systems = useSystems()
  const [isBack, setBack] = useState(false)
  const error = run.data === undefined ? run.error : systems.data === undefined ? systems.error : null
  if (error !== null) return <Failure error={error} onRetry={() => void Promise.all([run.refetch(), systems.refetch()])} />
  if (run.data === undefined || systems.data === undefined) return <Skeleton shape="record" rows={5} />
  const system = systems.data.data.find(({ source }) => source === run.data.system)
  if (system === undefined) return null
  const { state, parts } = run.data
  // No plan could be made of it: the files or the settings are to be mended.
  const isUnplanned = state === 'failed' && parts.length === 0
  const step = isUnplanned || (isBack && state === 'planned') ? 0 : STEP[state]
  return (
    <Frame name={system.name} step={step}>
      <Step run={run.data} system={system} step={step} onBack={setBack} />
    </Frame>
  )
}

function Step(props: {
  readonly run: BringOverRun
  readonly system: OtherSystem
  readonly step: number
  readonly onBack: (isBack: boolean) => void
}) {
  const { run, system, step } = props
  if (step === 0) return <FilesStep run={run} system={system} onPlanned={() => props.onBack(false)} />
  if (run.state === 'planned') return <PlanStep key={JSON.stringify(run.settings)} run={run} onBack={() => props.onBack(true)} />
  return step === 3 ? <OutcomeStep run={run} /> : <RunStep run={run} />
}

const STEPS = ['step_files', 'step_plan', 'step_run', 'step_result'] as const

function StepLine({ step }: { readonly step: number }) {
  const t = usePhrases(bringOverPhrases)
  const w = usePhrases(importPhrases)
  const isPhone = usePhone()
  const name = STEPS[step]
  if (!isPhone) return <Steps current={step} size="small" responsive={false} items={STEPS.map((each) => ({ title: t(each) }))} />
  return (
    <div className="pg-import__step">
      <p>{name === undefined ? '' : w('step_of', { n: step + 1, all: STEPS.length, name: t(name) })}</p>
      <progress max={STEPS.length} value={step + 1} aria-hidden />
    </div>
  )
}

function Frame({ name, step, children }: { readonly name: string; readonly step: number; readonly children: ReactNode }) {
  const t = usePhrases(bringOverPhrases)
  const w = usePhrases(importPhrases)
  const r = usePhrases(recordPhrases)
  const title = t('title', { name })
  useTitle(title)
  return (
    <div className="pg-page pg-import">
      <nav aria-label={r('breadcrumb')}>
        <GoLink href="/imports">{w('all')}</GoLink>
      </nav>
      <h1>{title}</h1>
      <StepLine step={step} />
      {children}
    </div>
  )
}
