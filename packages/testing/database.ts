import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'

/** The server of this test run, handed from the global set-up to the workers; `failure` says why there is no template. */
export type TestServer = { readonly url: string; readonly template: string; readonly failure: string }

/** A database of one test file. */
export type TestDatabase = { readonly url: string; drop(): Promise<void> }

declare module 'vitest' {
  interface ProvidedContext {
    perigonTestServer: TestServer
  }
}

let made = 0

/** Clones the prepared template into a database of one's own; call it once per file and drop it at the end. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template, failure } = inject('perigonTestServer')
  if (failure !== '') throw new Error(`The template database could not be prepared: ${failure}`)
  return createFrom(url, template)
}

/** An empty database on the server of this run, for tests of migrations and schema plans. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return createFrom(inject('perigonTestServer').url, 'template0')
}

/** The address of another database on the same server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function createFrom(server: string, template: string): Promise<TestDatabase> {
  made += 1
  const name = `perigon_test_${process.pid}_${made}_${Math.floor(performance.now())}`
  await asAdmin(server, `create database "${name}" template "${template}"`)
  return {
    url: databaseUrl(server, name),
    drop: () => asAdmin(server, `drop database if exists "${name}" with (force)`),
  }
}

// Two workers may clone at the same moment; PostgreSQL then asks one of them to come again.
async function asAdmin(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        await client.query(statement)
        return
      } catch (error) {
        const isBusy = error instanceof pg.DatabaseError && error.code === '55006'
        if (!isBusy || tries >= 50) throw error
        await pause(100)
      }
    }
  } finally {
    await client.end()
  }
}
