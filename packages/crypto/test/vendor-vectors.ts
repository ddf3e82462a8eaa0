/* Made by the vendor's own unmodified code; its keys are throw-away keys. */
import { readFileSync } from 'node:fs'
import { privateKeyOf, publicKeyOf, rsaEnvelope } from '@hufu/crypto'

interface KeyTexts {
  readonly pub: string
  readonly pri: string
}

interface Vectors {
  /** The application's pair, and the platform's. */
  readonly rsa_third: KeyTexts
  readonly rsa_saas: KeyTexts
  readonly cases: readonly {
    readonly plain: string
    readonly md5hex: string
    readonly requestData: string
    readonly requestSign: string
    readonly responseData: string
    readonly responseSign: string
  }[]
}

export const vectors = JSON.parse(
  readFileSync(new URL('vectors/chainup-v2.json', import.meta.url), 'utf8'),
) as Vectors

const pairOf = ({ pub, pri }: KeyTexts) => ({ publicKey: publicKeyOf(pub), privateKey: privateKeyOf(pri) })

export const application = pairOf(vectors.rsa_third)
export const platform = pairOf(vectors.rsa_saas)

export const ofApplication = () => rsaEnvelope({ own: [application.privateKey], peer: [platform.publicKey] })
export const ofPlatform = () => rsaEnvelope({ own: [platform.privateKey], peer: [application.publicKey] })
