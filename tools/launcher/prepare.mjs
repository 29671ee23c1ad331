import { ensureDependencies } from './dependencies.mjs'
import { withLock } from './lock.mjs'
import { ensureRuntime } from './runtime.mjs'
import { StepError, createSteps } from './steps.mjs'
import { ensureWebBuild } from './web-build.mjs'
import { say } from './language.mjs'

/** Brings runtime, dependencies and (unless `web: false`) the web build up to date; returns the path of Node 24. */
export function prepare({ quiet = false, web = true } = {}) {
  refuseOldNode()
  const step = createSteps({ quiet })
  const onWait = (pid) =>
    process.stderr.write(
      `… ${say({ zh: `另一个进程（${pid}）正在安装，等待`, en: `process ${pid} is installing here, waiting for it` })}\n`,
    )
  return withLock(async () => {
    const { node } = await step({ zh: 'Node.js 24 运行时', en: 'Node.js 24 runtime' }, async () => {
      const found = await ensureRuntime()
      return { ...found, note: found.version }
    })
    await step({ zh: '依赖包', en: 'dependencies' }, () => ensureDependencies(node))
    if (web) await step({ zh: '网页程序', en: 'web application' }, () => ensureWebBuild(node))
    return node
  }, onWait)
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 20) return
  throw new StepError(
    { zh: `Node.js ${process.version} 太旧`, en: `Node.js ${process.version} is too old` },
    { zh: '请安装 Node.js 20 或更新版本。', en: 'Install Node.js 20 or newer.' },
  )
}
