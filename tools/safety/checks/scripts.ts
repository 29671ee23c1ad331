import { chromiumArguments, findChromium } from '@perigon/testing'
import { type Browser, chromium, type Page } from 'playwright-core'
import { cookieOf, listAt, textAt } from '../caller.ts'
import { type Check, judge, skip, type World } from '../check.ts'
import type { DocumentedObject } from '../document.ts'
import type { Ground } from '../ground.ts'

/** Every way of becoming a script that we know; MARK is called when one does. */
const MARK = 'perigonPwned'
const SCRIPTS: readonly string[] = [
  `<script>${MARK}()</script>`,
  `"><script>${MARK}()</script>`,
  `'><script>${MARK}()</script>`,
  `</title><script>${MARK}()</script>`,
  `</textarea><script>${MARK}()</script>`,
  `<img src=x onerror=${MARK}()>`,
  `"><img src=x onerror=${MARK}()>`,
  `<svg onload=${MARK}()>`,
  `<svg><script>${MARK}()</script></svg>`,
  `<body onload=${MARK}()>`,
  `<iframe srcdoc="<script>parent.${MARK}()</script>">`,
  `<iframe src="javascript:parent.${MARK}()">`,
  `<a href="javascript:${MARK}()">x</a>`,
  `javascript:${MARK}()`,
  `java\tscript:${MARK}()`,
  `data:text/html,<script>${MARK}()</script>`,
  `<details open ontoggle=${MARK}()>`,
  `<video><source onerror=${MARK}()>`,
  `<input autofocus onfocus=${MARK}()>`,
  `<math><mtext><img src=x onerror=${MARK}()>`,
  `<style>@import 'http://evil.example/x.css'</style>`,
  `<link rel=stylesheet href=http://evil.example/x.css>`,
  `<meta http-equiv=refresh content="0;url=http://evil.example/">`,
  `<base href="http://evil.example/">`,
  `<object data="javascript:${MARK}()">`,
  `<form action="http://evil.example/"><button>x`,
  `<img src="http://evil.example/pixel.png">`,
  `{{constructor.constructor('${MARK}()')()}}`,
  `\${${MARK}()}`,
  `<%= ${MARK}() %>`,
  `#{${MARK}()}`,
  `\`;${MARK}();//`,
  `';${MARK}();//`,
  `";${MARK}();//`,
  `</script><script>${MARK}()</script>`,
  `<!--<img src="--><img src=x onerror=${MARK}()//">`,
  `<noscript><p title="</noscript><img src=x onerror=${MARK}()>">`,
  `&lt;script&gt;${MARK}()&lt;/script&gt;`,
  `%3Cscript%3E${MARK}()%3C/script%3E`,
  `\u003cscript\u003e${MARK}()\u003c/script\u003e`,
  `＜script＞${MARK}()＜/script＞`,
  `<template><script>${MARK}()</script></template>`,
  `<xss style="animation-name:x" onanimationstart=${MARK}()>`,
  `<marquee onstart=${MARK}()>`,
]

async function fill(world: World, object: DocumentedObject): Promise<{ readonly ids: readonly string[]; readonly kept: number }> {
  const page = await world.admin.ask({ method: 'GET', path: `/api/v1/${object.path}?limit=${SCRIPTS.length}&fields=` })
  const fields = [...object.input].filter(([, kind]) => kind === 'text').map(([field]) => field)
  const ids: string[] = []
  let kept = 0
  for (const [index, record] of listAt(page.json, 'data').entries()) {
    const id = textAt(record, 'id')
    let body = Object.fromEntries(fields.map((field, shift) => [field, SCRIPTS[(index + shift) % SCRIPTS.length]]))
    for (let attempt = 0; attempt < 4 && Object.keys(body).length > 0; attempt += 1) {
      const version = textAt((await world.admin.ask({ method: 'GET', path: `/api/v1/${object.path}/${id}?fields=` })).headers, 'etag')
      const answer = await world.admin.ask({
        method: 'PATCH',
        path: `/api/v1/${object.path}/${id}`,
        body,
        headers: { 'if-match': version },
      })
      if (answer.status === 200) {
        kept += Object.keys(body).length
        ids.push(id)
        break
      }
      const refused = new Set(listAt(answer.json, 'errors').map((error) => textAt(error, 'path')))
      if (refused.size === 0) break
      body = Object.fromEntries(Object.entries(body).filter(([field]) => !refused.has(field)))
    }
  }
  return { ids, kept }
}

type Watch = { readonly page: Page; readonly findings: string[] }

async function open(browser: Browser, ground: Ground): Promise<Watch> {
  const context = await browser.newContext({ baseURL: ground.url, locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  await context.addCookies([{ name: 'perigon_session', value: cookieOf(ground.world.admin.headers), url: ground.url }])
  const findings: string[] = []
  const page = await context.newPage()
  // The live line never ends, and a page that waits for it is never idle.
  await page.route('**/api/v1/live', (route) => route.abort())
  const at = (): string => new URL(page.url()).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
  await page.exposeFunction(MARK, () => findings.push(`${at()}: a script ran`))
  page.on('dialog', (dialog) => {
    findings.push(`${at()}: a dialog`)
    dialog.dismiss().catch(() => undefined)
  })
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) findings.push(`${at()}: ${message.text().slice(0, 160)}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.origin !== ground.url) findings.push(`${at()}: asks ${url.origin}`)
  })
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && !frame.url().startsWith(ground.url) && frame.url() !== 'about:blank')
      findings.push(`left for ${frame.url()}`)
  })
  return { page, findings }
}

async function visit({ page }: Watch, path: string): Promise<void> {
  await page.goto(path)
  await page.waitForLoadState('networkidle', { timeout: 8000 }).catch(() => undefined)
}

/** Whether the watch notices a script on a page that lets it run. */
async function isAwake(browser: Browser, ground: Ground): Promise<boolean> {
  const { page, findings } = await open(browser, ground)
  await page.setContent(SCRIPTS.filter((text) => text.startsWith('<img src=x')).join(''))
  await page.waitForTimeout(500)
  await page.context().close()
  return findings.some((finding) => finding.includes('a script ran'))
}

/** Every link a person could click on this page is ours or a plain outside one. */
async function badLinks(page: Page): Promise<readonly string[]> {
  const links = await page.locator('a[href]').evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''))
  return links.filter((link) => /^\s*(javascript|data|vbscript):/i.test(link))
}

async function plantEverywhere(ground: Ground): Promise<{ readonly pages: readonly string[]; readonly kept: number }> {
  const { world } = ground
  await ground.addField('customer', { key: 'x_planted', label: `<img src=x onerror=${MARK}()>` })
  const pages: string[] = []
  let kept = 0
  for (const object of world.paths.objects.filter(
    (candidate) => candidate.creatable && !['users', 'roles', 'companies'].includes(candidate.path),
  )) {
    const filled = await fill(world, object)
    kept += filled.kept
    pages.push(`/${object.path}`, ...filled.ids.slice(0, object.path === 'customers' ? 6 : 2).map((id) => `/${object.path}/${id}`))
    const [id] = filled.ids
    if (id !== undefined && object.path === 'customers')
      for (const text of SCRIPTS.slice(0, 12)) {
        const payload = `--b\r\ncontent-disposition: form-data; name="file"; filename="${text.replaceAll('"', '%22').replaceAll('/', '-')}.png"\r\n\r\nx\r\n--b--\r\n`
        await world.admin.ask({
          method: 'POST',
          path: `/api/v1/customers/${id}/files`,
          raw: { type: 'multipart/form-data; boundary=b', payload },
        })
      }
  }
  return { pages, kept }
}

/** Scripts are written into every text there is; then a browser opens the pages and is watched. */
export const storedScripts: Check<Ground> = {
  id: 'S035',
  title: 'stored and reflected scripts, in a real browser',
  run: async (ground) => {
    const executable = chromiumPath()
    if (executable === null) return skip('no Chromium here')
    const { pages, kept } = await plantEverywhere(ground)
    const browser = await chromium.launch({ executablePath: executable, args: [...chromiumArguments] })
    try {
      if (!(await isAwake(browser, ground))) return judge(['a script on an open page was not noticed'], 'the watch sleeps')
      const watch = await open(browser, ground)
      await visit(watch, '/')
      const reflected = SCRIPTS.slice(0, 16).flatMap((text) => [`/customers?q=${encodeURIComponent(text)}`, `/${encodeURIComponent(text)}`])
      for (const path of [...pages, '/account', '/roles-and-rights', '/audit', '/funnel', '/customers/trash', ...reflected]) {
        await visit(watch, path)
        for (const link of await badLinks(watch.page)) watch.findings.push(`${path}: a link to ${link.slice(0, 60)}`)
      }
      const stored = await watch.page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]))
      const token = cookieOf(ground.world.admin.headers)
      if (stored.includes(token)) watch.findings.push('the session token is in the storage of the page')
      return judge(
        [...new Set(watch.findings)],
        `${kept} texts in ${pages.length} pages, ${reflected.length} reflected, ${SCRIPTS.length} scripts`,
      )
    } finally {
      await browser.close()
    }
  },
}

function chromiumPath(): string | null {
  try {
    return findChromium()
  } catch {
    return null
  }
}

const ELSEWHERE = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/%5cevil.example',
  'javascript:alert(1)',
  'https:evil.example',
  '/.evil.example',
  '////evil.example/..',
  '/%09/evil.example',
  'http://127.0.0.1@evil.example',
]
const PARAMETERS = ['next', 'return', 'return_to', 'redirect', 'redirect_uri', 'url', 'continue', 'back', 'from', 'to']

/** Neither the server nor the page sends anybody away from our origin. */
export const openRedirect: Check<Ground> = {
  id: 'S068',
  title: 'open redirects',
  run: async (ground) => {
    const findings: string[] = []
    for (const target of ELSEWHERE) {
      for (const path of [`/${target}`, `/${target}/`, `/assets/${target}`, `/api/v1/${target}`]) {
        const answer = await ground.world.nobody.ask({ method: 'GET', path: path.replace(/\s/g, '%20') }).catch(() => null)
        if (answer !== null && answer.status >= 300 && answer.status < 400) findings.push(`${path}: ${answer.headers['location']}`)
      }
    }
    const executable = chromiumPath()
    if (executable === null) return judge(findings, 'the server only: no Chromium here')
    const browser = await chromium.launch({ executablePath: executable, args: [...chromiumArguments] })
    try {
      const watch = await open(browser, ground)
      for (const target of ELSEWHERE) {
        const query = PARAMETERS.map((name) => `${name}=${encodeURIComponent(target)}`).join('&')
        for (const path of ['/', '/sign-in', '/setup', '/customers']) await visit(watch, `${path}?${query}`)
        if (new URL(watch.page.url()).origin !== ground.url) findings.push(`${target}: the page went to ${watch.page.url()}`)
      }
      return judge([...findings, ...new Set(watch.findings)], `${ELSEWHERE.length} targets in paths and ${PARAMETERS.length} parameters`)
    } finally {
      await browser.close()
    }
  },
}
