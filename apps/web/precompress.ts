import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(js|css|svg|json|txt|map)$/
const SMALLEST = 1024

/** Writes a .br and a .gz beside every built text file, so that the server never compresses while somebody waits. */
export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'perigon-precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir)
      if (config.build.outDir.startsWith('/')) folder = config.build.outDir
    },
    closeBundle: {
      order: 'post',
      handler: async () => {
        const names = await readdir(folder, { recursive: true })
        for (const name of names) if (TEXT.test(name)) await squeeze(join(folder, name))
      },
    },
  }
}

async function squeeze(path: string): Promise<void> {
  const content = await readFile(path)
  if (content.length < SMALLEST) return
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }))
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }))
}
