import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '@perigon/contracts'
import { contentName, type FileStore, isContentName, type StoredContent } from '../file-store.ts'

function placeOf(folder: string, sha256: string): string {
  const name = contentName(sha256)
  return join(folder, name.slice(0, 2), name.slice(2, 4), name)
}

/** Moves a file; from another file system it is copied and flushed first, so that a name never stands for half a content. */
async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EXDEV') throw error
    await copyFile(from, `${to}.part`)
    const handle = await open(`${to}.part`, 'r+')
    await handle.sync()
    await handle.close()
    await rename(`${to}.part`, to)
    await rm(from, { force: true })
  }
}

async function* contentsOf(folder: string): AsyncGenerator<StoredContent> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || !isContentName(entry.name)) continue
    const { mtime, size } = await stat(join(entry.parentPath, entry.name))
    yield { sha256: entry.name, at: mtime, size }
  }
}

/** Contents on the local disk, in two levels of folders. */
export function createFolderStore(folder: string): FileStore {
  return {
    keep: (path, { sha256 }) => move(path, placeOf(folder, sha256)),
    open: async (sha256) => {
      const place = placeOf(folder, sha256)
      await stat(place).catch((error: unknown) => {
        throw new AppError('file.content_missing', { cause: error })
      })
      return createReadStream(place)
    },
    list: () => contentsOf(folder),
    remove: (sha256) => rm(placeOf(folder, sha256), { force: true }),
  }
}
