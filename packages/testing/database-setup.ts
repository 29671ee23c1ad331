import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startEmbedded } from '@perigon/db/embedded'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { databaseUrl, type TestServer } from './database.ts'

/**
 * Vitest's global set-up: one PostgreSQL for the whole run, and in it one template database that
 * is prepared once. PERIGON_TEST_DATABASE_URL names a server of one's own instead (with the right to create databases).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env['PERIGON_TEST_DATABASE_URL']
  const server = own ? { url: own, stop: async () => undefined } : await startTemporary()
  const template = `perigon_template_${process.pid}_${project.name}`
  const failure = await makeTemplate(server.url, template)
  project.provide('perigonTestServer', { url: server.url, template, failure } satisfies TestServer)
  return async () => {
    await admin(server.url, `drop database if exists "${template}" with (force)`)
    await server.stop()
  }
}

// Tests that need no schema go on when it cannot be made; the others say why when they ask for it.
async function makeTemplate(server: string, template: string): Promise<string> {
  try {
    await admin(server, `drop database if exists "${template}" with (force)`)
    await admin(server, `create database "${template}" template template0`)
    await prepareTemplate(databaseUrl(server, template))
    return ''
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

/** Brings a fresh database to the state every test begins with: migrations and the schema of all modules. */
export async function prepareTemplate(url: string): Promise<void> {
  const path = resolve(fileURLToPath(import.meta.url), '../../../apps/server/template.ts')
  if (!existsSync(path)) return
  const module: { prepareTemplate: (url: string) => Promise<void> } = await import(pathToFileURL(path).href)
  await module.prepareTemplate(url)
}

async function startTemporary(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'perigon-test-'))
  const database = await startEmbedded({ dataDir: folder, log: () => undefined, fast: true })
  buryWithUs(database.pid, folder)
  return {
    url: database.url,
    async stop() {
      await database.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// A test run that is killed outright leaves no server and no folder behind.
function buryWithUs(pid: number, folder: string): void {
  if (process.platform === 'win32') return
  const script = 'while kill -0 "$1" 2>/dev/null && [ -d "$3" ]; do sleep 1; done; [ -d "$3" ] && kill -QUIT "$2" 2>/dev/null; rm -rf "$3"'
  const args = ['-c', script, 'watch', String(process.pid), String(pid), folder]
  spawn('/bin/sh', args, { detached: true, stdio: 'ignore' }).unref()
}

async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
