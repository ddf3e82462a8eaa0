/* A sample in TypeScript, with the client half. */
import * as exported from '@hufu/dialects'
import { type SamplePlan, environment } from './plan.ts'

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** The line that imports the dialect, and what stands before its first use. */
function dialectIn({ dialect, module }: SamplePlan): readonly [imported: string, definition: string] {
  const definition = 'const { dialect } = platform\n'
  const [name] = Object.entries(exported).find(([, value]) => value === dialect) ?? []
  if (name === undefined) {
    const { specifier, exported: as } = module ?? { specifier: `./${dialect.id}.ts`, exported: 'platform' }
    const names = as === 'default' ? 'platform' : '{ platform }'
    return [`import ${names} from ${text(specifier)}`, definition]
  }
  return [`import { ${name} as dialect } from '@hufu/dialects'`, '']
}

export function typescriptSample(plan: SamplePlan): string {
  const { dialect, app, calls, secret, sealed } = plan
  const [imported, definition] = dialectIn(plan)
  const wants = (key: string) =>
    dialect.token.request.fields.some((each) => 'key' in each && each.key === key)
  const user = calls.some(({ step }) => step === 'userInfo')
  return `// ${dialect.title}: TypeScript with @hufu/client.
//   node sample.ts         prints the link to open in a browser
//   node sample.ts CODE    exchanges the code that the browser came back with
${secret ? `// The secret is in the environment: ${environment.secret}.\n` : ''}${sealed ? `// The private key is in the environment: ${environment.privateKey}, PEM or one line of base64.\n` : ''}import { randomBytes } from 'node:crypto'
import { isFailure } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
${imported}

${definition}const redirectUri = ${text(app.redirectUri)}
const client = nodeClient(dialect, {
  baseUrl: ${text(app.baseUrl)},
  clientId: ${text(app.clientId)},
${secret ? `  clientSecret: process.env['${environment.secret}'] ?? 'YOUR_APP_SECRET',\n` : ''}${sealed ? `  privateKey: process.env['${environment.privateKey}'] ?? 'YOUR_PRIVATE_KEY',\n  platformPublicKey: ${text(app.platformPublicKey)},\n` : ''}})

const code = process.argv[2]
if (code === undefined) {
  // A web application takes client.begin() and client.finish(), which make the state, keep it and check it.
  const state = randomBytes(16).toString('hex')
  console.log(client.authorizationUrl({ redirectUri, state${app.scope.length > 0 ? `, scope: [${app.scope.map(text).join(', ')}]` : ''} }))
  process.exit()
}

const tokens = await client.exchangeCode({ code${wants('redirectUri') ? ', redirectUri' : ''} })
console.log('token:', JSON.stringify(tokens))
if (isFailure(tokens)) throw new Error(tokens.hint)
${user ? "\nconst user = await client.userInfo(tokens)\nconsole.log('userInfo:', JSON.stringify(user))\nif (isFailure(user)) throw new Error(user.hint)\n" : ''}
if (tokens.refreshToken) {
  const renewed = await client.refresh(tokens)
  console.log('refresh:', JSON.stringify(renewed))
  if (isFailure(renewed)) throw new Error(renewed.hint)
}
`
}
