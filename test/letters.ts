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
    .map((name) => letterOf(readFileSync(join(folder, name), 'utf8')))
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
  const of = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
  const text = rest.join('\r\n\r\n')
  const url = /https?:\/\/\S+/.exec(text)?.[0]
  const { pathname = '', search = '' } = url === undefined ? {} : new URL(url)
  return { to: of('to'), subject: of('subject'), text, link: pathname + search }
}
