/* Random secrets of the demo, made once and kept beside its store in a file that only its owner can read. */
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { generateRsaKeyPair } from '@hufu/crypto'
import type { Dialect } from '@hufu/dialects'
import { readPrivately, writePrivately } from '@hufu/crypto'
import { ConfigError } from '@hufu/web/config-error'

export interface DemoApp {
  readonly clientId: string
  readonly clientSecret: string
  /** The application's RSA pair, where the platform seals. */
  readonly publicKey?: string
  readonly privateKey?: string
}

export interface DemoSecrets {
  readonly apps: Readonly<Record<string, DemoApp>>
  readonly gateway: { readonly id: string; readonly secret: string }
}

/** Reads the file, and adds what a platform that is new to it lacks. */
export async function demoSecrets(path: string, dialects: readonly Dialect[]): Promise<DemoSecrets> {
  const held: DemoSecrets = existsSync(path)
    ? parsed(path)
    : { apps: {}, gateway: { id: 'demo-gateway', secret: randomBytes(24).toString('base64url') } }
  const missing = dialects.filter(({ id }) => !Object.hasOwn(held.apps, id))
  if (missing.length === 0) return held
  const made = await Promise.all(missing.map(async (each) => [each.id, await appOf(each)] as const))
  const secrets = { ...held, apps: { ...held.apps, ...Object.fromEntries(made) } }
  writePrivately(path, `${JSON.stringify(secrets, null, 2)}\n`)
  return secrets
}

function parsed(path: string): DemoSecrets {
  const text = readPrivately(path)
  try {
    return JSON.parse(text) as DemoSecrets
  } catch {
    throw new ConfigError(`${path} is no JSON: remove it, and the demo makes a new one`)
  }
}

async function appOf({ envelope, token }: Dialect): Promise<DemoApp> {
  const isNumber = token.request.fields.some(
    (each) => 'key' in each && each.key === 'clientId' && each.type.holds.kind === 'numeral',
  )
  const app = {
    clientId: isNumber
      ? String(randomInt(1_000_000, 10_000_000))
      : randomBytes(16).toString('hex').toUpperCase(),
    clientSecret: randomBytes(32).toString('hex'),
  }
  return envelope === undefined ? app : { ...app, ...(await generateRsaKeyPair()) }
}
