/* Letters that a server has put into a folder, as their readers see them. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Received {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The path and query of the link in it. */
  readonly link: string
}

export function received(folder: string): readonly Received[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => letterOf(readFileSync(join(folder, name), 'latin1')))
}

/** Waits for the letter that nobody waits for: the newest to this address after those that were there. */
export async function nextLetter(folder: string, to: string, before: number): Promise<Received> {
  for (let tries = 0; tries < 200; tries++) {
    const letters = received(folder).filter((each) => each.to === to)
    const newest = letters.at(-1)
    if (newest && letters.length > before) return newest
    await new Promise((later) => setTimeout(later, 10))
  }
  return assert.fail(`no letter has come to ${to}`)
}

function letterOf(raw: string): Received {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = head.replaceAll(/\r\n[ \t]+/g, ' ')
  const of = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(headers)?.[1]?.trim() ?? ''
  const text = decoded(rest.join('\r\n\r\n'), of('content-transfer-encoding'))
  const url = /https?:\/\/\S+/.exec(text)?.[0]
  const { pathname = '', search = '' } = url === undefined ? {} : new URL(url)
  return { to: of('to').replaceAll(/[<>]/g, ''), subject: of('subject'), text, link: pathname + search }
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
