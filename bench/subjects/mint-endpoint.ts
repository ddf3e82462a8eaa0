import { createServer } from './http.ts'
import type { Credentials } from './subject.ts'

/** Milliseconds, as fastify has it. On a busy machine a batch takes longer to prepare than Node's own 5 s. */
export const keepAliveTimeout = 72_000

/** Lets the bench have credentials made inside a server's process, on a port beside the measured one. */
export function serveMint(
  port: number,
  mint: (count: number, kind: string) => Promise<readonly Credentials[]>,
): void {
  createServer({ keepAliveTimeout }, (request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://mint')
    mint(Number(searchParams.get('count')), searchParams.get('kind') ?? '').then(
      (credentials) => response.end(JSON.stringify(credentials)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  }).listen(port, '127.0.0.1')
}

/** The other end of `serveMint`. */
export async function mintFrom(port: number, count: number, kind = ''): Promise<readonly Credentials[]> {
  const response = await fetch(`http://127.0.0.1:${port}/?count=${count}&kind=${kind}`)
  if (!response.ok) throw new Error(`minting failed: ${await response.text()}`)
  return (await response.json()) as Credentials[]
}
