/* The URL of this site for browsers. The host of a request is trusted only from this machine, and over TLS. */
import { keeperError } from '@hufu/keeper-store/errors'
import type { SiteRequest } from './message.ts'

/**
 * `https://app.example.com`, without a path.
 *
 * @throws {TypeError} when it is no such thing.
 */
export function checkedPublicUrl(text: string): string {
  const url = URL.parse(text)
  const fit = url && (url.protocol === 'https:' || isLoopback(url)) && url.href === `${url.origin}/`
  if (!fit)
    throw new TypeError('publicUrl: must be https:// and a host, without a path (http only for this machine)')
  return url.origin
}

/**
 * The origin that a request was sent to.
 *
 * @param trustForwarded whether a proxy before us writes X-Forwarded-Host and X-Forwarded-Proto itself.
 * @throws {KeeperError} `address_unknown`.
 */
export function originOf(asked: SiteRequest, trustForwarded: boolean): string {
  // A proxy adds itself at the end of a list that a visitor may have begun.
  const last = (name: 'x-forwarded-host' | 'x-forwarded-proto') =>
    trustForwarded ? asked.header(name)?.split(',').at(-1)?.trim() : undefined
  const host = last('x-forwarded-host') ?? asked.header('host') ?? ''
  const scheme = last('x-forwarded-proto') ?? (asked.secure ? 'https' : 'http')
  const url = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:]{2,39}\])(?::\d{1,5})?$/i.test(host)
    ? URL.parse(`${scheme}://${host}`)
    : null
  if (!url || !(url.protocol === 'https:' || isLoopback(url))) throw keeperError('address_unknown')
  return url.origin
}

const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/.test(hostname)
