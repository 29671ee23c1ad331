import { AppError } from '@perigon/contracts'
import type { Kernel } from '@perigon/kernel'
import { admitOutsider } from '../outside/outsider.ts'
import { type RoleMap, rolesFor } from '../outside/role-map.ts'
import type { Directory } from './directory.ts'

/** Proves a login and password by the directory; the user it belongs to, made or brought up to date, or null. */
export function createDirectorySignIn(
  kernel: Kernel,
  input: { readonly directory: Directory; readonly roleMap: RoleMap | null },
): (login: string, password: string) => Promise<string | null> {
  return async (login, password) => {
    const found = await input.directory.find(login, password)
    if (found === null) return null
    const { groups, ...who } = found
    try {
      return await admitOutsider(kernel, { ...who, kind: 'ldap', provider: 'ldap', roles: rolesFor(groups, input.roleMap) })
    } catch (error) {
      // That the login is somebody else's is no news for whoever guesses passwords.
      if (error instanceof AppError && error.code === 'auth.taken') return null
      throw error
    }
  }
}
