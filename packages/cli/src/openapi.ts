import { adminDocument } from '@hufu/acts/api/document'
import { Command } from 'commander'

/** `hufu openapi`: the admin API for generators of clients and documents. */
export const openapiCommand = (
  print: (text: string) => void = (text) => void process.stdout.write(text),
): Command =>
  new Command('openapi')
    .description(
      'print the OpenAPI 3.1 document of the admin API; a server serves it at /admin/api/openapi.json',
    )
    .action(async () => print(`${JSON.stringify(JSON.parse(await adminDocument()), undefined, 2)}\n`))
