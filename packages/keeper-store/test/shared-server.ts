/* What `npm test` starts or builds once for all files: a browser, a PostgreSQL, the packages. A file that is run alone has its own. */

export type SharedServer = 'chromium' | 'postgres' | 'packages'

/** Its address, of the packages their folder; started by the first that asks. Undefined where nobody shares one. */
export async function sharedServer(name: SharedServer): Promise<string | undefined> {
  const from = process.env['HUFU_TEST_SERVERS']
  if (from === undefined) return undefined
  const answer = await fetch(`${from}/${name}`)
  const said = await answer.text()
  if (!answer.ok) throw new Error(said)
  return said
}
