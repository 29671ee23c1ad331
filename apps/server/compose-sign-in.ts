import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import type { Jobs } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import { createMail, type Mail, type MailSettings } from '@perigon/mail'
import {
  createDirectory,
  createDirectorySignIn,
  createPasskeys,
  createProvider,
  createSignIn,
  type Directory,
  type DirectorySettings,
  openSecretBox,
  type PasskeyDeps,
  parseRoleMap,
  type Provider,
  type ProviderSettings,
  relyingPartyOf,
  resetMail,
  type RoleMap,
  type SignIn,
} from '@perigon/organization'
import type { Config } from './config.ts'
import { createNewDeviceNotice } from './sign-in-notices.ts'

/** The ways in, as the operator configured them. */
export type SignInOptions = {
  /** The key of secrets lies in it. */
  readonly dataDir: string
  /** The address people type; links in mails begin with it. */
  readonly publicUrl?: string | undefined
  /** The address passkeys belong to, where `publicUrl` is not set: this machine by its name. */
  readonly passkeyUrl?: string | undefined
  readonly mail?: MailSettings | undefined
  /** The company's directory, and what role each of its groups gives. */
  readonly directory?: { readonly settings: DirectorySettings; readonly roleMap: RoleMap | null } | undefined
  readonly sso?: { readonly settings: ProviderSettings; readonly roleMap: RoleMap | null } | undefined
}

type Base = { readonly db: Database; readonly clock: Clock; readonly kernel: Kernel; readonly jobs: Jobs }

/** Sign-in, and what its doors stand on. */
export type WaysIn = {
  readonly signIn: SignIn
  readonly mail: Mail
  readonly passkeys: PasskeyDeps['passkeys']
  readonly sso: { readonly provider: Provider | null; readonly roleMap: RoleMap | null }
}

/** Sign-in with all its ways, and the mail that is part of it. */
export async function composeSignIn(base: Base, options: SignInOptions): Promise<WaysIn & { readonly directory: Directory | null }> {
  const { db, clock, kernel, jobs } = base
  const { publicUrl, directory } = options
  const mail = await createMail({ db, jobs, settings: publicUrl === undefined ? null : (options.mail ?? null) })
  const listed = directory === undefined ? null : createDirectory(directory.settings)
  const byDirectory = listed === null ? null : createDirectorySignIn(kernel, { directory: listed, roleMap: directory?.roleMap ?? null })
  const secrets = openSecretBox(join(options.dataDir, 'secret.key'))
  const signIn = createSignIn({ db, clock, note: kernel.note, onNewDevice: createNewDeviceNotice(kernel, mail), byDirectory, secrets })
  mail.register(resetMail(signIn.deps, publicUrl ?? ''))
  const party = relyingPartyOf(publicUrl ?? options.passkeyUrl ?? '')
  return {
    signIn,
    mail,
    directory: listed,
    passkeys: party === null ? null : createPasskeys(signIn.deps, party),
    sso: { provider: options.sso === undefined ? null : createProvider(options.sso.settings), roleMap: options.sso?.roleMap ?? null },
  }
}

/** The ways in of a configuration. Reads the directory's certificate authority from its file. */
export function signInOptionsOf(config: Config): Omit<SignInOptions, 'dataDir'> {
  return {
    publicUrl: config.publicUrl,
    passkeyUrl: `http://localhost:${config.port}`,
    mail: config.smtpUrl === undefined ? undefined : { smtpUrl: config.smtpUrl, from: config.mailFrom ?? '' },
    directory: directoryOf(config),
    sso: ssoOf(config),
  }
}

function directoryOf(config: Config): SignInOptions['directory'] {
  if (config.ldapUrl === undefined) return undefined
  const login = config.ldapLogin ?? 'uid'
  return {
    settings: {
      url: config.ldapUrl,
      startTls: config.ldapTls === 'starttls',
      ca: config.ldapCa === undefined ? undefined : readFileSync(config.ldapCa, 'utf8'),
      bindDn: config.ldapBindDn,
      bindPassword: config.ldapBindPassword,
      base: config.ldapBase ?? '',
      filter: config.ldapFilter ?? `(${login}={login})`,
      loginAttribute: login,
      groupBase: config.ldapGroupBase,
    },
    roleMap: parseRoleMap(config.ldapRoles ?? ''),
  }
}

function ssoOf(config: Config): SignInOptions['sso'] {
  if (config.oidcIssuer === undefined) return undefined
  return {
    settings: {
      issuer: config.oidcIssuer,
      clientId: config.oidcClientId ?? '',
      clientSecret: config.oidcClientSecret ?? '',
      name: config.oidcName ?? 'SSO',
      scopes: config.oidcScopes ?? 'openid profile email',
      groupsClaim: config.oidcGroups ?? 'groups',
      redirectUri: `${config.publicUrl ?? ''}/api/v1/sso/callback`,
    },
    roleMap: parseRoleMap(config.oidcRoles ?? ''),
  }
}
