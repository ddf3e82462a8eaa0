/* A sample in TypeScript, with the client half. */
import * as exported from '@hufu/dialects'
import { heading } from './layout.ts'
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

const callbackRead = (
  stateName: string,
): string => `const state = new URL(process.argv[2]).searchParams.get(${text(stateName)}) ?? ''
const answer = client.readCallback(process.argv[2], { state })
if (isFailure(answer)) throw new Error(answer.hint)
`

export function typescriptSample(plan: SamplePlan): string {
  const { dialect, app, calls, takesCallback, secret, sealed } = plan
  const scope = `scope: [${app.scope.map(text).join(', ')}]`
  const [imported, definition] = dialectIn(plan)
  const wanted = dialect.token.request.fields.filter((each) => 'key' in each)
  const exchanged = [
    takesCallback ? '...answer' : 'code',
    ...(wanted.some(({ key }) => key === 'redirectUri') ? ['redirectUri'] : []),
    ...(wanted.some(({ key, optional }) => key === 'scope' && !optional) ? [scope] : []),
  ]
  const stateName = dialect.callback.fields.find((each) => 'key' in each && each.key === 'state')?.name ?? ''
  const user = calls.some(({ step }) => step === 'userInfo')
  return `${heading(plan, { comment: '//', needs: 'TypeScript with @hufu/client.', command: 'node sample.ts' })}import { randomBytes } from 'node:crypto'
import { isFailure } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
${imported}

${definition}const redirectUri = ${text(app.redirectUri)}
const client = nodeClient(dialect, {
  baseUrl: ${text(app.baseUrl)},
  clientId: ${text(app.clientId)},
${secret ? `  clientSecret: process.env['${environment.secret}'] ?? 'YOUR_APP_SECRET',\n` : ''}${sealed ? `  privateKey: process.env['${environment.privateKey}'] ?? 'YOUR_PRIVATE_KEY',\n  platformPublicKey: ${text(app.platformPublicKey)},\n` : ''}})

if (process.argv[2] === undefined) {
  // A web application takes client.begin() and client.finish(), which make the state, keep it and check it.
  const state = randomBytes(16).toString('hex')
  console.log(client.authorizationUrl({ redirectUri, state${app.scope.length > 0 ? `, ${scope}` : ''} }))
  process.exit()
}

${takesCallback ? callbackRead(stateName) : 'const code = process.argv[2]\n'}
const tokens = await client.exchangeCode({ ${exchanged.join(', ')} })
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
