import { fileURLToPath } from 'node:url'

/** Where the `NNNN_name.sql` files lie. */
export const migrationsFolder = fileURLToPath(new URL('../../../db/migrations', import.meta.url))
