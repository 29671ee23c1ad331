import type { Rule } from '../house.ts'

const NAMELESS = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'shared', 'lib']

/** Rule 3: a folder is named by what is in it; a helper lives with its user. */
export const folderNames: Rule = {
  name: 'no folder without a meaning',
  find: (house) =>
    [...house.files.keys()].flatMap((path) => {
      const folders = path.split('/').slice(0, -1)
      const nameless = folders.find((folder) => NAMELESS.includes(folder))
      return nameless === undefined ? [] : [{ path, line: 1, message: `the folder ${nameless} says nothing` }]
    }),
}

/** House rule 4: files are in kebab case, with a role suffix where the role matters. */
export const fileNames: Rule = {
  name: 'files are in kebab case',
  find: (house) =>
    [...house.files.keys()]
      .filter((path) => !/^_?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.(ts|tsx)$/.test(path.split('/').at(-1) ?? ''))
      .map((path) => ({ path, line: 1, message: 'not kebab case' })),
}
