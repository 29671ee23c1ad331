import { AppError } from '@perigon/contracts'

/** How a chunk is written: all of it, or the one row that fits with none. Answers whether the work goes on. */
export type ChunkWriter<T> = {
  readonly write: (rows: readonly T[]) => Promise<boolean>
  readonly alone: (row: T, error: AppError) => Promise<boolean>
}

/** A chunk that fails as a whole (a race on a unique value) is cut in halves until the row that does not fit stands alone. */
export async function inHalves<T>(rows: readonly T[], writer: ChunkWriter<T>): Promise<boolean> {
  try {
    return await writer.write(rows)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'record.invalid') throw error
    const [only] = rows
    if (rows.length <= 1) return only === undefined ? true : writer.alone(only, error)
    const half = Math.ceil(rows.length / 2)
    return (await inHalves(rows.slice(0, half), writer)) && inHalves(rows.slice(half), writer)
  }
}
