/* Tokens in a file: whole or not at all, and on the disk before anybody uses them. A real application encrypts them. */
import { open, readFile, rename } from 'node:fs/promises'
import type { Timing } from '@hufu/client'
import type { TokenSet } from '@hufu/dialects'

export type Tokens = TokenSet & Timing

export async function storeTokens(path: string, tokens: Tokens): Promise<void> {
  const fresh = await open(`${path}.new`, 'w', 0o600)
  try {
    await fresh.writeFile(JSON.stringify(tokens))
    await fresh.sync()
  } finally {
    await fresh.close()
  }
  await rename(`${path}.new`, path)
}

export const storedTokens = async (path: string): Promise<Tokens> =>
  JSON.parse(await readFile(path, 'utf8')) as Tokens

/** When the access token ends. Some platforms do not say. */
export const endOf = ({ expiresAt }: { readonly expiresAt?: number }): string =>
  expiresAt === undefined ? 'the platform refuses them' : new Date(expiresAt * 1000).toISOString()
