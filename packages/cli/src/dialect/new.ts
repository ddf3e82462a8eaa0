/* `hufu dialect new`: the files that a platform of one's own begins with. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtInPlatforms, idsOf } from '@hufu/dialects'
import { Command } from 'commander'
import { Refused } from '../refused.ts'
import { type Terminal, ownTerminal } from '../terminal.ts'
import { filesOf } from './template.ts'

/** `hufu dialect new <id>`. Overwrites nothing. */
export const newCommand = (terminal: Pick<Terminal, 'say'> = ownTerminal): Command =>
  new Command('new')
    .description(
      'write a dialect of your own into this folder, with its protocol page, examples and test: a platform that runs, to be changed into yours',
    )
    .argument('<id>', 'id of the platform: lower-case letters, digits and hyphens')
    .option('--title <text>', 'name of the platform (default: its id)')
    .action((id: string, { title = id }: { readonly title?: string }) => {
      if (!/^[a-z][a-z0-9-]*$/.test(id))
        throw new Refused(
          `${id} cannot be an id: take lower-case letters, digits and hyphens, a letter first`,
        )
      if (idsOf(builtInPlatforms).includes(id))
        throw new Refused(`a platform with the id ${id} comes with Hufu: take another id`)
      const files = Object.entries(filesOf(id, title))
      const there = files.map(([name]) => name).filter((name) => existsSync(name))
      if (there.length > 0)
        throw new Refused(`${there.join(', ')} exists already: move it away, or take another id`)
      for (const [name, text] of files) writeFileSync(join(process.cwd(), name), text, { flag: 'wx' })
      terminal.say(
        `wrote ${files.map(([name]) => name).join(', ')}\n\n` +
          'Install the kit once, as a peer of your package, and the laws for its test:\n' +
          '  npm install --save-peer @hufu/dialects\n' +
          '  npm install --save-dev @hufu/dialect-laws\n' +
          `Then go through the lines that say TODO, and look what is missing:\n  hufu dialect check ./${id}.ts\n` +
          `Servers and keepers know the platform by their configuration:\n  "platforms": { "${id}": { "module": "./${id}.ts" } }\n`,
      )
    })
