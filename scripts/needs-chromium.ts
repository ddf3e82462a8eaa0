/*
 * The browser tests run the real pages in a real Chromium. Uses the one that is there; where there is none, and this may
 * be changed (Debian, root), installs Debian's, with fonts for Chinese and Thai. Fails where there is none in the end.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** First the one without windows: the same engine for half the work. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
]
const usual = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const runs = (command: string, ...parameters: readonly string[]): boolean =>
  spawnSync(command, parameters, { stdio: 'ignore', timeout: 20_000 }).status === 0

const given = process.env['HUFU_CHROMIUM']

/** Where a shell would look for it: what drives the browser wants a path. */
const onPath = (name: string): readonly string[] =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter(existsSync)

/** Path of a Chromium that starts; `HUFU_CHROMIUM` wins. */
export const findChromium = (): string | undefined =>
  [...(given === undefined ? [] : [given]), ...names.flatMap(onPath), ...usual].find((each) =>
    runs(each, '--version'),
  )

const hasFont = (language: string): boolean => {
  const { stdout, error } = spawnSync('fc-list', [`:lang=${language}`], { encoding: 'utf8' })
  return error === undefined && stdout !== ''
}

/** Debian's package, where it is missing and may be installed. */
function install(packages: readonly string[]): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !runs('apt-get', '--version')) return
  console.log(`installing ${packages.join(', ')}`)
  const apt = (...parameters: readonly string[]) =>
    spawnSync('apt-get', ['-qq', ...parameters], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  if (apt('install', '-y', '--no-install-recommends', ...packages).status === 0) return
  apt('update')
  apt('install', '-y', '--no-install-recommends', ...packages)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const cjk = process.platform === 'linux' && !hasFont('zh-cn') ? ['fonts-noto-cjk'] : []
  const thai = process.platform === 'linux' && !hasFont('th') ? ['fonts-thai-tlwg'] : []
  const fonts = [...cjk, ...thai]
  if (fonts.length > 0) install(fonts)
  // Older releases have the whole browser alone.
  for (const browser of ['chromium-headless-shell', 'chromium'])
    if (findChromium() === undefined) install([browser])
  if (findChromium() === undefined) {
    console.error(
      'The browser tests need Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk fonts-thai-tlwg),\n' +
        'or name one in HUFU_CHROMIUM.',
    )
    process.exitCode = 1
  }
}
