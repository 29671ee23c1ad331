import { totalmem } from 'node:os'

/** What PostgreSQL is told at each start; a file of the operator's own, read after it, may overrule. */
export function serverSettings({ fast }: { fast: boolean }): string {
  const megabytes = availableMegabytes()
  const lines = {
    listen_addresses: "'127.0.0.1'",
    unix_socket_directories: "''",
    max_connections: '60',
    superuser_reserved_connections: '3',
    password_encryption: "'scram-sha-256'",
    shared_buffers: `'${sharedMegabytes(fast ? 0 : megabytes)}MB'`,
    effective_cache_size: `'${Math.max(256, Math.floor(megabytes / 2))}MB'`,
    work_mem: "'16MB'",
    maintenance_work_mem: "'128MB'",
    huge_pages: 'off',
    jit: 'off',
    random_page_cost: '1.1',
    io_workers: '2',
    max_parallel_workers_per_gather: '1',
    // Room for an import of a million rows without a checkpoint every few seconds.
    max_wal_size: "'2GB'",
    wal_buffers: "'16MB'",
    min_wal_size: "'160MB'",
    checkpoint_timeout: "'10min'",
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_analyze_scale_factor: '0.02',
    idle_in_transaction_session_timeout: "'5min'",
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    default_text_search_config: "'pg_catalog.simple'",
    logging_collector: 'on',
    log_directory: "'../log'",
    log_filename: "'postgres-%a.log'",
    log_rotation_age: "'1d'",
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
    log_min_duration_statement: "'2s'",
    // Values are people's data and stay out of the log.
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    ...(fast ? testSettings : {}),
  }
  const body = Object.entries(lines).map(([name, value]) => `${name} = ${value}\n`)
  return `# Written by Perigon at each start. Your own settings go into ../postgresql-local.conf.\n${body.join('')}`
}

/** Settings that no file may change: durability is not a matter of taste. */
export function durability({ fast }: { fast: boolean }): string[] {
  const value = fast ? 'off' : 'on'
  return ['fsync', 'full_page_writes', 'synchronous_commit'].flatMap((name) => ['-c', `${name}=${value}`])
}

/**
 * A quarter of what the machine has beyond 4 GB, the rest is the kernel's cache. Memory is taken as it is needed: with little data
 * server and database together stay below 600 MB, with a million customers a page that had to be fetched anew each time cost more than the search.
 */
function sharedMegabytes(available: number): number {
  const small = available >= 3500 ? 192 : 64
  return Math.max(small, Math.floor((available - 4096) / 4))
}

const testSettings = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  logging_collector: 'off',
  log_min_duration_statement: '-1',
  autovacuum_naptime: "'5min'",
  max_connections: '100',
}

function availableMegabytes(): number {
  const limit = process.constrainedMemory()
  const total = totalmem()
  return Math.floor((limit > 0 && limit < total ? limit : total) / 1_048_576)
}
